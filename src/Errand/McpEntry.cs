using System.Runtime.InteropServices;
using Errand.Core;
using Errand.Jobs;
using Errand.Jobs.Supervision;
using Errand.Mcp;

namespace Errand;

/// <summary><c>errand mcp</c>: a session over standard input and output.</summary>
internal static class McpEntry
{
    public const string Verb = "mcp";

    /// <returns>The exit code: 0, because a host that goes is how every session ends.</returns>
    public static async Task<int> RunAsync(ErrandEnvironment environment, TimeProvider clock)
    {
        // Standard output belongs to the protocol. What any library prints goes where hosts keep their logs.
        Stream output = Console.OpenStandardOutput();
        Console.SetOut(Console.Error);

        using var end = new CancellationTokenSource();
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        using var parent = new ParentWatch(end.Cancel, clock);

        using StandbyLauncher launcher = Composition.CreateStandbyLauncher(environment, clock);
        // A new composition for every try: one that has met a refused configuration would not read the corrected one.
        var session = new McpSession(environment, () => Create(new Composition(environment, clock, launcher)), clock);
        await session.RunAsync(Console.OpenStandardInput(), output, end.Token);
        return 0;

        static JobService Create(Composition composition)
        {
            composition.ForgetKeys();
            return composition.CreateJobService();
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            end.Cancel();
        }
    }
}
