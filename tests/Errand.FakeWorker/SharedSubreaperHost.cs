using System.Diagnostics;
using System.Text.Json;
using Errand.Processes;

namespace Errand.FakeWorker;

/// <summary>
/// A subreaper that does not own all its children, as a test host would be: two runs, each with a daemon, beside children of
/// System.Diagnostics.Process. Writes what it saw to <c>result.json</c>.
/// </summary>
internal static class SharedSubreaperHost
{
    public static async Task<int> RunAsync(string directory)
    {
        Subreaper.Enable(ownsAllChildren: false);
        using Process stranger = Process.Start("/bin/sh", ["-c", "while [ ! -e finish ]; do sleep 0.01; done; exit 7"]);
        using Process brief = Process.Start("/bin/sh", ["-c", "exit 5"]);

        await using RunningProcess first = Start(directory, "first");
        await using RunningProcess second = Start(directory, "second");
        ProcessIdentity firstDaemon = await DaemonAsync(directory, "first");
        ProcessIdentity secondDaemon = await DaemonAsync(directory, "second");

        first.Kill();
        ProcessExit firstExit = await first.WaitAsync(CancellationToken.None);
        bool[] afterFirst = [firstDaemon.IsAlive(), secondDaemon.IsAlive(), !stranger.HasExited];
        second.Kill();
        ProcessExit secondExit = await second.WaitAsync(CancellationToken.None);
        bool[] afterSecond = [secondDaemon.IsAlive(), !stranger.HasExited];
        await File.WriteAllTextAsync(Path.Combine(directory, "finish"), "");
        await stranger.WaitForExitAsync();
        await brief.WaitForExitAsync();

        int living = ProcessTree.Living(ProcessIdentity.Current(), null).Count;
        object[] result = [afterFirst, afterSecond, firstExit.Survivors, secondExit.Survivors, stranger.ExitCode, brief.ExitCode, living];
        await File.WriteAllTextAsync(Path.Combine(directory, "result.json"), JsonSerializer.Serialize(result));
        return 0;
    }

    private static RunningProcess Start(string directory, string name)
    {
        Dictionary<string, string> environment = HostVerbs.OwnEnvironment();
        environment["MARK"] = Guid.NewGuid().ToString("N");
        var command = new ProcessCommand(Environment.ProcessPath!, ["daemon", "300", $"{name}.pid", ",", "hang"])
        {
            WorkingDirectory = directory,
            Environment = environment,
            MarkerVariable = "MARK",
        };
        return new ProcessRunner(TimeProvider.System).Start(command, ProcessOutput.Dropped, TerminationPolicy.Default);
    }

    private static async Task<ProcessIdentity> DaemonAsync(string directory, string name)
    {
        string path = Path.Combine(directory, $"{name}.pid");
        while (!File.Exists(path))
            await Task.Delay(5);
        return ProcessIdentity.Of(int.Parse(await File.ReadAllTextAsync(path)))!;
    }
}
