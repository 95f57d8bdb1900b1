using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Store;
using Errand.Jobs.Supervision;
using Errand.Jobs.Verification;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Capture;
using Errand.Jobs.Workspaces.Files;
using Errand.Jobs.Workspaces.Ignore;
using Errand.Processes;

namespace Errand.Jobs.Setups;

/// <summary>
/// Makes a base ready before anybody is paid for working on it. The setup runs on a tree of its own, in the sandbox of checks and with a network permission of its
/// own; what it leaves of ignored files is kept and put into the job's workspace and into the trees of its checks. A probe then says whether the base can be worked on.
/// </summary>
public sealed class SetupRunner(
    CheckRunner checks, TreeMaterializer trees, GitClient git, Sandboxes sandboxes, ProcessRunner processes, StateDirectory state, ErrandEnvironment environment, TimeProvider clock)
{
    private readonly SetupCache cache = new(state, clock);
    private readonly OutputCopy copy = new(processes, environment);

    /// <summary>Gives a workspace what the job's setup makes of its base.</summary>
    /// <param name="job">The job, before its worker.</param>
    /// <param name="workspace">Its workspace.</param>
    /// <param name="run">The marker's token of this supervisor's processes.</param>
    /// <param name="cancellationToken">Ends the command that runs.</param>
    /// <exception cref="ErrandException">ERR5010: a command failed.</exception>
    internal async Task<PreparedWorkspace> FurnishAsync(SupervisedJob job, PreparedWorkspace workspace, string run, CancellationToken cancellationToken)
    {
        SetupSpec setup = job.Spec.Setup;
        SetupOutputs? outputs = setup.Command is null ? null : await ProvideAsync(job, workspace, RunMarker.Of(run), cancellationToken);
        if (setup.Probe is not null && job.History.Attempt == 0)
            await ProbeAsync(job, workspace, outputs, RunMarker.Of(run), cancellationToken);
        return outputs is null ? workspace : await PlaceAsync(job, workspace, outputs, cancellationToken);
    }

    private async Task<SetupOutputs> ProvideAsync(SupervisedJob job, PreparedWorkspace workspace, ProcessMarker marker, CancellationToken cancellationToken)
    {
        string command = job.Spec.Setup.Command!;
        IReadOnlyList<TreeEntry> entries = await TreeListing.OfTreeAsync(git, workspace.Repository.Directory, workspace.Base, cancellationToken);
        ISandbox sandbox = await sandboxes.ChooseAsync(cancellationToken);
        IEnumerable<KeyValuePair<string, string>> variables = CheckEnvironment.OfEveryRun(Place(job, workspace, job.Paths.BaseTree, job.Paths.BaseHome, marker).ContextIn(environment, "."))
            .Append(KeyValuePair.Create("sandbox", $"{SnakeCase.Of(sandbox.Kind)} {SnakeCase.Of(sandboxes.SetupNetwork)}"));
        string key = SetupKey.Of(job.Spec.Repository.Root, command, variables, entries);
        if (cache.Find(key) is { } known)
            return known;

        // Two jobs of one base wait for one setup.
        cache.Ensure();
        using FileLock held = await FileLock.TakeAsync(cache.LockOf(key), job.Spec.Timeout, clock, cancellationToken) ?? throw new ErrandException(
            ErrorCatalog.StateBusy,
            $"The same setup is being run by another job for {job.Spec.Timeout.TotalMinutes:0} min. Look what that job waits for, then retry {job.Spec.Id}.");
        return cache.Find(key) ?? await MakeAsync(job, workspace, new ListedTree(entries), key, marker, cancellationToken);
    }

    private async Task<SetupOutputs> MakeAsync(SupervisedJob job, PreparedWorkspace workspace, BaseTree tree, string key, ProcessMarker marker, CancellationToken cancellationToken)
    {
        string draft = cache.NewDraft(key);
        string root = Path.Combine(draft, "tree");
        FileFaults.Guard(draft, () => Directory.CreateDirectory(draft));
        SeriesPlace place = Place(job, workspace, root, job.Paths.BaseHome, marker);
        try
        {
            await trees.MaterializeAsync(workspace.Repository, workspace.Base, root, cancellationToken);
            await RunAsync(job, place, "setup", job.Spec.Setup.Command!, sandboxes.SetupNetwork, cancellationToken);
            IgnoreRules rules = await BaseIgnoreRules.LoadAsync(git, workspace.Repository, tree, workspace.Record, cancellationToken);
            return FileFaults.Guard(draft, () => cache.Keep(key, draft, root, Outputs(root, tree, rules)));
        }
        finally
        {
            TreeMaterializer.Remove(draft);
            TreeMaterializer.Remove(place.Home);
        }
    }

    private static string[] Outputs(string root, BaseTree tree, IgnoreRules rules)
    {
        var walk = new TreeWalk(tree, rules, CaptureLimits.Default) { MostIgnored = int.MaxValue, Unlocks = true };
        using OpenDirectory directory = OpenDirectory.OpenRoot(root);
        walk.Run(directory);
        return [.. walk.Ignored.Select(path => path.TrimEnd('/'))];
    }

    private async Task ProbeAsync(SupervisedJob job, PreparedWorkspace workspace, SetupOutputs? outputs, ProcessMarker marker, CancellationToken cancellationToken)
    {
        SeriesPlace place = Place(job, workspace, job.Paths.BaseTree, job.Paths.BaseHome, marker);
        try
        {
            await trees.MaterializeAsync(workspace.Repository, workspace.Base, place.Tree, cancellationToken);
            if (outputs is not null)
                await copy.PlaceAsync(outputs, place.Tree, cancellationToken);
            await RunAsync(job, place, "probe", job.Spec.Setup.Probe!, sandboxes.CheckNetwork, cancellationToken);
        }
        finally
        {
            TreeMaterializer.Remove(place.Tree);
            TreeMaterializer.Remove(place.Home);
        }
    }

    private async Task RunAsync(SupervisedJob job, SeriesPlace place, string name, string command, SandboxNetwork network, CancellationToken cancellationToken)
    {
        CheckContext context = await sandboxes.HoldAsync(place.Job, place.ContextIn(environment, "."), network, environment.StateDirectory, cancellationToken);
        CheckResult result = await checks.RunAsync(new CheckSpec(name, command, job.Spec.Timeout), context, cancellationToken);
        if (result.Status == CheckStatus.Passed)
            return;

        string key = name == "setup" ? "setupNetwork" : "checkNetwork";
        string hint = network == SandboxNetwork.Open ? "" : $" It had no network; `sandbox.{key}`: \"open\" in config.json gives it one.";
        string end = result.ExitCode is { } code ? $" with exit code {code}" : "";
        throw new ErrandException(
            ErrorCatalog.SetupFailed,
            $"The {name} {Escaping.Quote(command, 120)} failed on the base{end}, so no worker was started: {result.Digest?.TrimEnd('.')}.{hint} All of its output is in '{Path.Combine(place.Logs, name + ".log")}'.");
    }

    private async Task<PreparedWorkspace> PlaceAsync(SupervisedJob job, PreparedWorkspace workspace, SetupOutputs outputs, CancellationToken cancellationToken)
    {
        // The user's own tree has what its user put there.
        if (workspace.Isolation == IsolationKind.Inplace)
            return workspace.Furnished(workspace.Record, view: null, outputs);

        (OverlayView? view, IReadOnlyList<string> placed) = workspace is { View: { } shown, Layers: { } layers }
            ? await OutputLayers.AddAsync(shown, layers, outputs, copy, cancellationToken)
            : (null, await copy.PlaceAsync(outputs, workspace.Root, cancellationToken));
        // What was in the way is the base's or the worker's, and stays theirs.
        string[] missing = [.. placed.Except(workspace.Record.LeftOut)];
        if (missing.Length == 0)
            return workspace.Furnished(workspace.Record, view, outputs);

        WorkspaceRecord record = workspace.Record with { LeftOut = [.. workspace.Record.LeftOut, .. missing] };
        string file = WorkspacePreparer.Place(job).RecordFile;
        FileFaults.Guard(file, () => WorkspaceRecordFile.Write(file, record));
        return workspace.Furnished(record, view, outputs);
    }

    private static SeriesPlace Place(SupervisedJob job, PreparedWorkspace workspace, string tree, string home, ProcessMarker marker) =>
        new(job.Spec.Id, workspace.Repository, tree, home, job.Paths.Setup, marker) { Redactor = job.Journal.Redactor, Variables = job.Spec.Setup.Environment };
}
