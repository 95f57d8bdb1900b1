using System.Text.Json;

namespace Errand.FakeWorker;

/// <summary>A list of steps; each step is a verb with its arguments.</summary>
internal static class Script
{
    public static IReadOnlyList<string[]> Parse(IReadOnlyList<string> arguments)
    {
        var steps = new List<string[]>();
        var step = new List<string>();
        foreach (string argument in arguments)
        {
            if (argument != ",")
            {
                step.Add(argument);
                continue;
            }

            steps.Add([.. step]);
            step.Clear();
        }

        steps.Add([.. step]);
        return steps;
    }

    public static IReadOnlyList<string[]> Load(string path) =>
        JsonSerializer.Deserialize<string[][]>(File.ReadAllBytes(path)) ?? throw new UsageException($"'{path}' holds no steps");

    /// <summary>Runs the steps and gives the exit code.</summary>
    public static int Run(IReadOnlyList<string[]> steps)
    {
        foreach (string[] step in steps)
        {
            if (Step.Run(step) is int exitCode)
                return exitCode;
        }

        return 0;
    }
}
