using System.Diagnostics;
using System.Text.Json.Nodes;
using Errand.Benchmarks.MainJob;

namespace Errand.Benchmarks.Workspaces;

/// <summary>Whole jobs of a worker that changes one file, by the program itself: a server, a supervisor each, an overlay, a sandbox, capture, verdict and receipt.</summary>
internal static class WholeJob
{
    private static readonly TimeSpan RemovalPause = TimeSpan.FromMilliseconds(100);
    private const int Removals = 30;

    /// <param name="errand">The program.</param>
    /// <param name="root">Where its state may be.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="runs">How many jobs are counted.</param>
    /// <param name="target">What the first figure should be.</param>
    /// <returns>From the call of <c>start</c> to the receipt.</returns>
    public static IReadOnlyList<Figure> Measure(string errand, string root, string repository, int runs, string target)
    {
        string state = Directory.CreateDirectory(Path.Combine(root, "jobs")).FullName;
        var worker = new JsonObject { ["driver"] = "generic", ["command"] = new JsonArray("/bin/sh", "-c", "echo more >> src/d0/f0.txt") };
        var configuration = new JsonObject { ["workers"] = new JsonObject { ["author"] = worker }, ["defaultWorker"] = "author" };
        File.WriteAllText(Path.Combine(state, "config.json"), configuration.ToJsonString());
        IReadOnlyList<Figure> figures = MeasureServer(errand, state, repository, runs, target);
        Remove(state);
        return figures;
    }

    private static List<Figure> MeasureServer(string errand, string state, string repository, int runs, string target)
    {
        var start = new ProcessStartInfo(errand, ["mcp"]) { WorkingDirectory = repository, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ERRAND_HOME"] = state;
        using var session = new McpSession(Process.Start(start)!);
        session.Initialize();
        return
        [
            Of("a whole job, from `start` to its receipt", TimeSpan.FromSeconds(2.5), target),
            Of("the same, at once after the job before", TimeSpan.Zero, ""),
        ];

        Figure Of(string question, TimeSpan pause, string wanted) => new(question, [.. JobTimes.Measure(session, runs, pause).Select(run => run.Whole)], [], wanted);
    }

    /// <summary>The supervisor that stood ready for the next job ends a moment after its server, and may write until then.</summary>
    private static void Remove(string state)
    {
        for (int look = 0; look < Removals; look++)
        {
            try
            {
                if (Directory.Exists(state))
                    Directory.Delete(state, recursive: true);
            }
            catch (IOException)
            {
                // Something was written while it was removed; the next look takes it.
            }

            Thread.Sleep(RemovalPause);
        }
    }
}
