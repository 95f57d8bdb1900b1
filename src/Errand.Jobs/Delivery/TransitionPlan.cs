using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Delivery;

/// <summary>
/// Compares a checkout with both sides of a change. Each path must be as it was before or as it should become; that makes a delivery that was cut
/// off in the middle one that can be repeated. Nothing is written here.
/// </summary>
internal sealed class TransitionPlan
{
    private readonly OpenDirectory root;
    private readonly Dictionary<string, PathTransition> transitions;
    private readonly ObjectFormat format;
    private readonly List<DeliveryConflict> conflicts = [];
    private readonly List<PlannedPath> pending = [];
    private readonly List<string> done = [];

    private TransitionPlan(OpenDirectory root, IReadOnlyList<PathTransition> transitions, ObjectFormat format)
    {
        this.root = root;
        this.transitions = transitions.ToDictionary(transition => transition.Path);
        this.format = format;
    }

    /// <summary>Paths that are neither as they were nor as they should become.</summary>
    public IReadOnlyList<DeliveryConflict> Conflicts => conflicts;

    /// <summary>Paths that have to be changed, with what they are now.</summary>
    public IReadOnlyList<PlannedPath> Pending => pending;

    /// <summary>Paths that are as they should become already.</summary>
    public IReadOnlyList<string> Done => done;

    public static async Task<TransitionPlan> MakeAsync(OpenDirectory root, IReadOnlyList<PathTransition> transitions, ITreeForm form, ObjectFormat format, CancellationToken cancellationToken)
    {
        var plan = new TransitionPlan(root, transitions, format);
        Dictionary<string, PathState> states = transitions.ToDictionary(transition => transition.Path, transition => PathState.Of(root, transition.Path));
        string[] files = [.. transitions.Select(transition => transition.Path).Where(path => states[path].Status is { IsFile: true })];
        IReadOnlyList<string> names = await form.HashAsync(files, cancellationToken);
        Dictionary<string, string> contents = files.Zip(names).ToDictionary(pair => pair.First, pair => pair.Second);
        foreach (PathTransition transition in transitions)
            plan.Judge(transition, states[transition.Path], contents.GetValueOrDefault(transition.Path), form.KeepsModes);

        return plan;
    }

    private void Judge(PathTransition transition, PathState state, string? content, bool keepsModes)
    {
        // An obstacle that is part of the change itself is judged by its own path: it goes away, or it is what comes instead of a directory.
        if (state.BlockedBy is { } obstacle && !transitions.ContainsKey(obstacle))
        {
            conflicts.Add(new DeliveryConflict(transition.Path, $"'{obstacle}' is no directory but a file or a link"));
            return;
        }

        // Where nothing should be, a directory is something else: what belongs to it is judged by its own paths.
        bool isMissing = state.Status is null || state.Status is { IsDirectory: true } && (transition.To is null || IsFreed(transition.Path));
        if (Matches(transition.To))
            done.Add(transition.Path);
        else if (Matches(transition.From))
            pending.Add(new PlannedPath(transition, state.Status));
        else if (state.Status is not { IsDirectory: true })
            conflicts.Add(new DeliveryConflict(transition.Path, Describe(transition, isMissing)));

        bool Matches(TreeEntry? expected)
        {
            if (expected is not { } entry || isMissing)
                return expected is null && isMissing;

            FileStatus status = state.Status!.Value;
            if (status.IsLink || entry.Mode == FileModes.Link)
                return status.IsLink && entry.Mode == FileModes.Link && Hash(transition.Path, isLink: true) == entry.Id;

            return status.IsFile
                && (!keepsModes || status.GitMode == entry.Mode)
                && (content == entry.Id || Hash(transition.Path, isLink: false) == entry.Id);
        }
    }

    private static string Describe(PathTransition transition, bool isMissing) => transition.From switch
    {
        { Mode: FileModes.Submodule } => "it is a submodule",
        null => "it exists already",
        _ => isMissing ? "it is gone" : "it was changed",
    };

    private bool IsToBeDeleted(string path) => transitions.TryGetValue(path, out PathTransition? transition) && transition.To is null;

    /// <summary>Whether a directory that stands where a file should be will be empty by then; what is in the way is a conflict.</summary>
    private bool IsFreed(string path)
    {
        bool isFreed = true;
        using OpenDirectory parent = root.OpenParent(path, out string name);
        using OpenDirectory directory = parent.OpenChild(name);
        foreach (DirectoryItem item in directory.Read())
        {
            string itemPath = GitPath.Join(path, item.Name);
            if (item.Status.IsDirectory ? IsFreed(itemPath) : IsToBeDeleted(itemPath))
                continue;

            isFreed = false;
            if (!item.Status.IsDirectory)
                conflicts.Add(new DeliveryConflict(itemPath, $"'{path}' has to become a file"));
        }

        return isFreed;
    }

    private string? Hash(string path, bool isLink)
    {
        using OpenDirectory parent = root.OpenParent(path, out string name);
        return isLink ? BlobHasher.Hash(parent.ReadLink(name), format) : FileContent.Hash(parent, name, format);
    }
}
