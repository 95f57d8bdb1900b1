using System.Collections;
using System.Runtime.InteropServices;
using Errand.Processes;

namespace Errand.FakeWorker;

/// <summary>Verbs for the tests of Errand.Processes alone, which need a process of their own to try things on. Not in the usage.</summary>
internal static class HostVerbs
{
    /// <summary>Runs the verb; null = it is none of these.</summary>
    public static async Task<int?> RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case ["supervise", var directory]: return await SupervisorHost.RunAsync(directory);
            case ["supervise-late", var directory]:
                // As when the console was used first: .NET has already decided what to do with the signal.
                using (PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => { }))
                    return await SupervisorHost.RunAsync(directory);
            case ["share-subreaper", var directory]: return await SharedSubreaperHost.RunAsync(directory);
            case ["launch", .. var steps]: return Launch(steps);
            default: return null;
        }
    }

    /// <summary>All variables of this process.</summary>
    public static Dictionary<string, string> OwnEnvironment() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value!);

    private static int Launch(string[] steps)
    {
        var command = new ProcessCommand(Environment.ProcessPath!, steps)
        {
            WorkingDirectory = Environment.CurrentDirectory,
            Environment = OwnEnvironment(),
        };
        DetachedLauncher.Start(command, DetachedLauncher.Nowhere, DetachedLauncher.Nowhere);
        return 0;
    }
}
