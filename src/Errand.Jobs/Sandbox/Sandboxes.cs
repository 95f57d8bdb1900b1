using System.Globalization;
using Errand.Core;
using Errand.Jobs.Sandbox.Network;
using Errand.Jobs.Verification;

namespace Errand.Jobs.Sandbox;

/// <summary>Gives jobs the strongest sandbox that works, and refuses to go below what the configuration demands.</summary>
public sealed class Sandboxes(SandboxLadder ladder, OverlayLadder overlays, IsolationSettings isolation, SandboxSettings settings)
{
    /// <summary>What checks see of the network, where a sandbox holds them.</summary>
    public SandboxNetwork CheckNetwork => settings.CheckNetwork;

    /// <summary>What setups see of it.</summary>
    public SandboxNetwork SetupNetwork => settings.SetupNetwork;

    /// <exception cref="ErrandException">ERR5007: nothing that is strong enough works here; the message says why and what to do.</exception>
    public async Task<ISandbox> ChooseAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<RungFinding> rungs = await ladder.ClimbDownAsync(isolation.StrongestSandbox, cancellationToken);
        if (rungs.FirstOrDefault(rung => rung.Sandbox is not null && rung.Kind >= isolation.WeakestSandbox) is { Sandbox: { } sandbox })
            return sandbox;

        string reasons = string.Join("; ", rungs.Where(rung => rung.Sandbox is null).Select(rung => rung.Reason));
        string weaker = rungs.Any(rung => rung is { Sandbox: not null, Kind: SandboxKind.Landlock }) ? "What the kernel can do without namespaces works here: set `isolation.minimum` to \"landlock\" to be content with it. " : "";
        throw new ErrandException(
            ErrorCatalog.SandboxMissing,
            $"No sandbox works here, and `isolation.minimum` demands {SnakeCase.Of(isolation.Minimum)}: {reasons}. {weaker}To run workers with all your rights instead, set `isolation.minimum` to \"none\" in config.json.");
    }

    /// <summary>What can mount overlays for workers; its sandbox is null where nothing can, or may.</summary>
    public async Task<OverlayFinding> FindOverlayAsync(CancellationToken cancellationToken) => isolation.Maximum < IsolationRung.Overlay
        ? new OverlayFinding(OverlayWay.None, null, $"`isolation.maximum` is {SnakeCase.Of(isolation.Maximum)}")
        : await overlays.FindAsync(cancellationToken);

    /// <summary>Refuses a workspace that is weaker than the configuration demands.</summary>
    /// <param name="workspace">What a job would work in.</param>
    /// <param name="finding">Why it has no overlay; null = it was made as something else or asked for that.</param>
    /// <exception cref="ErrandException">ERR5007: it must be an overlay and is none.</exception>
    public void Require(IsolationKind workspace, OverlayFinding? finding)
    {
        if (!isolation.DemandsOverlay || workspace == IsolationKind.Overlay)
            return;

        throw new ErrandException(ErrorCatalog.SandboxMissing, finding is null
            ? $"The job works in isolation {SnakeCase.Of(workspace)}, and `isolation.minimum` demands overlay. Decide on the work that it has, or set `isolation.minimum` to \"bubblewrap\" in config.json and retry the job."
            : $"No overlay can be mounted here, and `isolation.minimum` demands one: {finding.Reason}. To be content with a private clone in the same sandbox, set `isolation.minimum` to \"bubblewrap\" in config.json.");
    }

    /// <summary>The sandbox for a worker in an overlay workspace.</summary>
    /// <exception cref="ErrandException">ERR5007: overlays worked when the workspace was made and do not work now.</exception>
    public async Task<ISandbox> ChooseForOverlayAsync(CancellationToken cancellationToken)
    {
        OverlayFinding finding = await FindOverlayAsync(cancellationToken);
        return finding.Sandbox ?? throw OverlaysGone(finding);
    }

    /// <summary>The error of a job that has an overlay workspace where overlays do not work now.</summary>
    internal static ErrandException OverlaysGone(OverlayFinding finding) => new(
        ErrorCatalog.SandboxMissing,
        $"A tree of the job is an overlay, and overlays do not work here any more: {finding.Reason}. Its work so far is kept in a commit. Make overlays work again, as `errand doctor` says, and retry the job; or decide on the work that it has.");

    /// <summary>Puts checks into a sandbox of their own, with their own temp directory and ports.</summary>
    /// <param name="job">Whose checks.</param>
    /// <param name="context">Where they run.</param>
    /// <param name="network">What they see of the network.</param>
    /// <param name="stateDirectory">What must not be shown.</param>
    /// <param name="cancellationToken">Stops the trial of the sandbox.</param>
    /// <exception cref="ErrandException">ERR5007: nothing that is strong enough works here.</exception>
    public async Task<CheckContext> HoldAsync(JobId job, CheckContext context, SandboxNetwork network, string stateDirectory, CancellationToken cancellationToken)
    {
        bool isLayered = context.Tree?.Mounts.Any(mount => mount is OverlayMount) == true;
        ISandbox sandbox = isLayered ? await ChooseForOverlayAsync(cancellationToken) : await ChooseAsync(cancellationToken);
        bool hasOwnNetwork = sandbox.Kind == SandboxKind.Bubblewrap && network != SandboxNetwork.Open;
        var variables = new Dictionary<string, string>(context.Variables)
        {
            [PortBlock.Variable] = PortBlock.For(job, hasOwnNetwork).ToString(CultureInfo.InvariantCulture),
        };
        CheckContext held = context with
        {
            Variables = variables,
            TempDirectory = sandbox.Kind == SandboxKind.Bubblewrap ? WorkerSandbox.Temp : context.TempDirectory,
        };
        return held with { Hold = command => sandbox.Prepare(CheckSandbox.Of(held, network, stateDirectory), command) };
    }
}
