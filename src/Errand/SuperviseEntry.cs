using System.Runtime.InteropServices;
using Errand.Core;
using Errand.Jobs.Supervision;
using Errand.Processes;

namespace Errand;

/// <summary>
/// <c>errand supervise ID</c>, which a server or the command line starts detached and nobody types. The process that was started becomes the
/// guard, and the same command under it is the supervisor. <c>errand supervise --standby</c> does the same before there is a job, and is told its id later.
/// </summary>
internal static class SuperviseEntry
{
    public const string Verb = LocalSupervisorLauncher.Verb;
    public const string Standby = LocalSupervisorLauncher.Standby;

    /// <summary>Supervises a job.</summary>
    public static async Task<int> RunAsync(JobId id, ErrandEnvironment environment, TimeProvider clock)
    {
        if (!Guard.IsGuarded(environment.Variables))
            Guard.BecomeGuard(Command(environment, id.ToString()), passesInput: false);

        Guard.Adopt(environment.Variables);
        return await SuperviseAsync(id, environment, clock);
    }

    /// <summary>Makes everything ready, waits for a job's id and supervises it. Without one it ends.</summary>
    public static async Task<int> WaitAsync(ErrandEnvironment environment, TimeProvider clock)
    {
        if (!Guard.IsGuarded(environment.Variables))
            Guard.BecomeGuard(Command(environment, Standby), passesInput: true);

        Guard.Adopt(environment.Variables);
        Composition composition = Compose(environment, clock);
        composition.ForgetKeys();
        await composition.WarmUpAsync();
        if (composition.HasUpstreams())
            Concealment.Enable();
        if (!JobId.TryParse(StandardStreams.ReadTold(), out JobId id))
            return 0;

        StandardStreams.Redirect(composition.State.Job(id).SupervisorLog);
        return await SuperviseAsync(id, environment, clock);
    }

    private static async Task<int> SuperviseAsync(JobId id, ErrandEnvironment environment, TimeProvider clock)
    {
        using var shutdown = new CancellationTokenSource();
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            shutdown.Cancel();
        });
        Composition composition = Compose(environment, clock);
        composition.ForgetKeys();
        // Before there is a worker that could look: memory, and what has been read of the environment, may hold the keys of upstreams. Without any, nothing is hidden from the user's own tools.
        if (composition.HasUpstreams())
            Concealment.Enable();
        await composition.CreateSupervisor().RunAsync(id, shutdown.Token);
        return 0;
    }

    private static ProcessCommand Command(ErrandEnvironment environment, string what) => new(environment.Executable, [Verb, what])
    {
        WorkingDirectory = environment.StateDirectory,
        Environment = environment.Variables,
    };

    private static Composition Compose(ErrandEnvironment environment, TimeProvider clock)
    {
        var variables = new Dictionary<string, string>(environment.Variables);
        variables.Remove(Guard.Variable);
        return new Composition(environment with { Variables = variables }, clock);
    }
}
