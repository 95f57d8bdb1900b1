using System.Runtime.CompilerServices;
using Errand.Core;
using Errand.Jobs.Configuration;
using Errand.Jobs.Sandbox;

namespace Errand.Doctor;

/// <summary>Examines everything that jobs need. Nothing of the user's jobs is read or written, and no token is spent unless asked for.</summary>
internal sealed class DoctorRun(ErrandEnvironment environment, TimeProvider clock)
{
    /// <summary>Longest handshake of one worker; all run at the same time.</summary>
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(30);

    /// <param name="isQuick">Whether workers are only looked at and not tried.</param>
    /// <param name="keep">Whether the handshakes' directories stay.</param>
    /// <param name="isOnline">Whether the gateway's upstreams are tried too, which costs tokens.</param>
    /// <param name="cancellationToken">Ends what runs.</param>
    /// <returns>Findings as they are made, always in the same order.</returns>
    public async IAsyncEnumerable<Finding> ExamineAsync(bool isQuick, bool keep, bool isOnline, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var composition = new Composition(environment, clock);
        yield return MachineCheckup.System();
        Finding git = await new MachineCheckup(composition.Git).GitAsync(cancellationToken);
        yield return git;
        yield return new StateCheckup(environment).Examine();
        ErrandConfiguration? configuration = new ConfigurationCheckup(environment).Examine(out IReadOnlyList<Finding> settings);
        foreach (Finding finding in settings)
            yield return finding;
        if (configuration is null)
        {
            yield return Finding.Warn("workers", "not examined, because the configuration is refused", "errand doctor, once it is corrected");
            yield break;
        }

        (IsolationRung? used, IReadOnlyList<Finding> rungs) = await new IsolationCheckup(composition.CreateLadder(), composition.CreateOverlayLadder()).ExamineAsync(configuration.Isolation, cancellationToken);
        foreach (Finding finding in rungs)
            yield return finding;

        // Without git no job can be made, and the reason has been told.
        bool isTried = !isQuick && git.Status == FindingStatus.Ok;
        var checkup = new WorkerCheckup(environment, composition.CreateProbe(IsolationSettings.SandboxOf(used ?? IsolationRung.None)), isTried ? new Handshake(environment, clock, used ?? configuration.Isolation.Maximum, HandshakeLimit, keep) : null, clock);
        Task<IReadOnlyList<Finding>>[] all =
        [
            .. configuration.Workers.Values.OrderBy(worker => worker.Name, StringComparer.Ordinal)
                .Select(worker => checkup.ExamineAsync(worker, configuration, cancellationToken)),
        ];
        foreach (Task<IReadOnlyList<Finding>> one in all)
        {
            foreach (Finding finding in await one)
                yield return finding;
        }

        if (!isOnline)
            yield break;

        await foreach (Finding finding in new NetworkCheckup(environment, clock).ExamineAsync(cancellationToken))
            yield return finding;
    }
}
