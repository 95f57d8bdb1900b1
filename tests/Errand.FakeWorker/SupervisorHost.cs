using System.Text.Json;
using Errand.Processes;

namespace Errand.FakeWorker;

/// <summary>
/// A guarded supervisor of one worker, as small as possible. Its directory holds <c>worker.json</c> (the worker's script), perhaps
/// <c>unguarded</c> (an empty file) and <c>marker</c> (the value of MARK); it writes <c>guard</c>, <c>supervisor</c> and <c>worker</c>
/// (identities) <c>refusal</c> and at the end <c>exit.json</c>. A file <c>stop</c> makes it interrupt the worker.
/// </summary>
internal static class SupervisorHost
{
    private const string MarkerVariable = "MARK";

    public static async Task<int> RunAsync(string directory)
    {
        Dictionary<string, string> environment = HostVerbs.OwnEnvironment();
        if (!File.Exists(Path.Combine(directory, "unguarded")) && !Guard.IsGuarded(environment))
        {
            Publish(directory, "guard", ProcessIdentity.Current().ToString());
            Guard.BecomeGuard(
                new ProcessCommand(Environment.ProcessPath!, ["supervise", directory]) { WorkingDirectory = directory, Environment = environment },
                passesInput: false);
        }

        Guard.Adopt(environment);
        environment.Remove(Guard.Variable);
        Publish(directory, "supervisor", ProcessIdentity.Current().ToString());

        string? marker = File.Exists(Path.Combine(directory, "marker")) ? File.ReadAllText(Path.Combine(directory, "marker")) : null;
        if (marker is not null)
            environment[MarkerVariable] = marker;
        var command = new ProcessCommand(Environment.ProcessPath!, ["play", Path.Combine(directory, "worker.json")])
        {
            WorkingDirectory = directory,
            Environment = environment,
            MarkerVariable = marker is null ? null : MarkerVariable,
        };
        var policy = new TerminationPolicy { Grace = TimeSpan.FromMilliseconds(300) };
        await using RunningProcess worker = new ProcessRunner(TimeProvider.System).Start(command, ProcessOutput.Dropped, policy);
        Publish(directory, "worker", worker.Identity.ToString());
        if (Guard.IsWatchingUs)
            Publish(directory, "refusal", Refusal(command));

        Task<ProcessExit> end = worker.WaitAsync(CancellationToken.None);
        while (!end.IsCompleted)
        {
            if (File.Exists(Path.Combine(directory, "stop")))
                worker.Interrupt();
            await Task.WhenAny(end, Task.Delay(10));
        }

        Publish(directory, "exit.json", JsonSerializer.Serialize(await end));
        return 0;
    }

    /// <summary>What is said to a guarded process that wants to start something detached.</summary>
    private static string Refusal(ProcessCommand command)
    {
        try
        {
            return DetachedLauncher.Start(command, DetachedLauncher.Nowhere, DetachedLauncher.Nowhere).ToString();
        }
        catch (InvalidOperationException refusal)
        {
            return refusal.Message;
        }
    }

    private static void Publish(string directory, string name, string text)
    {
        string path = Path.Combine(directory, name);
        File.WriteAllText(path + ".tmp", text);
        File.Move(path + ".tmp", path, overwrite: true);
    }
}
