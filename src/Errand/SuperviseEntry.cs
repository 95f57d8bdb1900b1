using System.Runtime.InteropServices;
using Errand.Core;
using Errand.Processes;

namespace Errand;

/// <summary>
/// <c>errand supervise ID</c>, which a server or the command line starts detached and nobody types. The process that was started becomes the
/// guard, and the same command under it is the supervisor.
/// </summary>
internal static class SuperviseEntry
{
    public const string Verb = "supervise";

    public static async Task<int> RunAsync(JobId id, ErrandEnvironment environment, TimeProvider clock)
    {
        if (!Guard.IsGuarded(environment.Variables))
        {
            Guard.BecomeGuard(new ProcessCommand(environment.Executable, [Verb, id.ToString()])
            {
                WorkingDirectory = environment.StateDirectory,
                Environment = environment.Variables,
            });
        }

        Guard.Adopt(environment.Variables);
        using var shutdown = new CancellationTokenSource();
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            shutdown.Cancel();
        });
        var variables = new Dictionary<string, string>(environment.Variables);
        variables.Remove(Guard.Variable);
        var composition = new Composition(environment with { Variables = variables }, clock);
        // Before there is a worker that could look: the environment may hold the keys of upstreams. Without any, nothing is hidden from the user's own tools.
        if (composition.Configuration.Gateway.ContainsKey("upstreams"))
            Concealment.Enable();
        await composition.CreateSupervisor().RunAsync(id, shutdown.Token);
        return 0;
    }
}
