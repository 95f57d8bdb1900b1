using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Errand.Benchmarks.MainJob;

/// <summary>A state directory, a repository of many small files and workers that end at once, for one benchmark run.</summary>
internal sealed class Bench : IDisposable
{
    public Bench(string errand, int files = 1000)
    {
        Errand = errand;
        Root = Directory.CreateTempSubdirectory("errand-bench-").FullName;
        State = Path.Combine(Root, "state");
        Repository = Path.Combine(Root, "repo");
        Directory.CreateDirectory(State);
        Directory.CreateDirectory(Repository);
        var workers = new JsonObject
        {
            ["instant"] = new JsonObject { ["driver"] = "generic", ["command"] = new JsonArray("/bin/true") },
            ["author"] = new JsonObject { ["driver"] = "generic", ["command"] = new JsonArray("/bin/sh", "-c", "echo more >> src/d0/f0.txt") },
            ["tester"] = new JsonObject { ["driver"] = "generic", ["command"] = new JsonArray("/bin/sh", "-c", "echo more >> src/d0/f0.txt; mkdir -p tests; echo 'assert more' > tests/test_more.py") },
            ["sleeper"] = new JsonObject { ["driver"] = "generic", ["command"] = new JsonArray("/bin/sleep", "600") },
        };
        File.WriteAllText(Path.Combine(State, "config.json"), new JsonObject { ["workers"] = workers, ["defaultWorker"] = "instant" }.ToJsonString());
        for (int number = 0; number < files; number++)
        {
            string directory = Path.Combine(Repository, "src", $"d{number / 50}");
            Directory.CreateDirectory(directory);
            File.WriteAllText(Path.Combine(directory, $"f{number}.txt"), string.Concat(Enumerable.Range(0, 40).Select(line => $"line {line} of file {number}\n")));
        }

        Run("git", "init", "-q", "-b", "main");
        Run("git", "add", "-A");
        Run("git", "-c", "user.name=bench", "-c", "user.email=bench@example.invalid", "commit", "-q", "-m", "base");
    }

    public string Errand { get; }
    public string Root { get; }
    public string State { get; }
    public string Repository { get; }

    public Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ERRAND_HOME"] = State;
        return Process.Start(start)!;
    }

    /// <summary>Runs a program to its end and gives its output, wall time and CPU time.</summary>
    public (string Output, double Wall, double Cpu) Run(string program, params string[] arguments)
    {
        double cpuBefore = ChildCpu.Milliseconds();
        long startedAt = Stopwatch.GetTimestamp();
        using Process process = Start(program, arguments);
        process.StandardInput.Close();
        var error = new StringBuilder();
        process.ErrorDataReceived += (_, line) => error.AppendLine(line.Data);
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double wall = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
        if (process.ExitCode is not (0 or 3 or 4))
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}{error}");
        return (output, wall, ChildCpu.Milliseconds() - cpuBefore);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
