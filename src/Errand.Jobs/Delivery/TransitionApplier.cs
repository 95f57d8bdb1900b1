using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Delivery;

/// <summary>
/// Carries out a plan. Every file is made complete in a directory of ours first and put in place by one rename, so whenever the process is killed,
/// each path is as it was or as it should become, never half of it.
/// </summary>
internal sealed class TransitionApplier(OpenDirectory root, ITreeForm form, string stagingDirectory)
{
    private const string AttributesName = ".gitattributes";

    public async Task ApplyAsync(IReadOnlyList<PlannedPath> pending, CancellationToken cancellationToken)
    {
        foreach (PlannedPath planned in pending)
            RequireUnchanged(planned);

        using var undo = new TransitionUndo(KeptDirectory(stagingDirectory));
        try
        {
            // Attributes decide the form of all other files, so they come first, as in a checkout by git.
            foreach (IGrouping<bool, PlannedPath> group in pending.GroupBy(planned => !IsAttributes(planned.Transition.Path)).OrderBy(group => group.Key))
                await ApplyGroupAsync([.. group], undo, cancellationToken);
        }
        catch
        {
            undo.Run(path => MakeParent(path, out _), RemoveEmptyParents);
            throw;
        }
    }

    /// <summary>Where replaced files are until the delivery is complete.</summary>
    public static string KeptDirectory(string stagingDirectory) => stagingDirectory + "-kept";

    private static bool IsAttributes(string path) => path == AttributesName || path.EndsWith("/" + AttributesName, StringComparison.Ordinal);

    private async Task ApplyGroupAsync(PlannedPath[] pending, TransitionUndo undo, CancellationToken cancellationToken)
    {
        TreeRemoval.Remove(stagingDirectory);
        Directory.CreateDirectory(stagingDirectory);
        string[] written = [.. pending.Where(planned => planned.Transition.To is not null).Select(planned => planned.Transition.Path)];
        if (written.Length > 0)
            await form.StageAsync(written, stagingDirectory, cancellationToken);

        // From here on it takes milliseconds and is not cut in half by a cancellation.
        using OpenDirectory staging = OpenDirectory.Open(stagingDirectory);
        foreach (PlannedPath planned in pending.Where(planned => planned.Transition.To is null))
            Delete(planned, undo);
        foreach (PlannedPath planned in pending.Where(planned => planned.Transition.To is not null))
            Put(planned, staging, undo);
    }

    private void Delete(PlannedPath planned, TransitionUndo undo)
    {
        string path = planned.Transition.Path;
        using (OpenDirectory parent = root.OpenParent(path, out string name))
        {
            RequireUnchanged(planned, parent.Status(name));
            undo.Keep(path, parent, name);
            parent.Remove(name, isDirectory: false);
        }

        RemoveEmptyParents(path);
    }

    private void RemoveEmptyParents(string path)
    {
        for (string directory = GitPath.DirectoryOf(path); directory.Length > 0; directory = GitPath.DirectoryOf(directory))
        {
            try
            {
                using OpenDirectory parent = root.OpenParent(directory, out string name);
                parent.Remove(name, isDirectory: true);
            }
            catch (FileFault)
            {
                // Something else is still in it.
                break;
            }
        }
    }

    private void Put(PlannedPath planned, OpenDirectory staging, TransitionUndo undo)
    {
        string path = planned.Transition.Path;
        using OpenDirectory parent = MakeParent(path, out string name);
        FileStatus? now = parent.Status(name);
        if (now is { IsDirectory: true })
            RemoveEmpty(parent, name);
        else
            RequireUnchanged(planned, now);
        undo.Keep(path, parent, name);

        using OpenDirectory stagedParent = staging.OpenParent(path, out string stagedName);
        try
        {
            stagedParent.Move(stagedName, parent, name);
        }
        catch (FileFault fault) when (fault.Error == Posix.OtherDevice)
        {
            DeviceCrossing.Move(stagedParent, stagedName, parent, name);
        }
    }

    private OpenDirectory MakeParent(string path, out string name)
    {
        for (int slash = path.IndexOf('/'); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            using OpenDirectory parent = root.OpenParent(path[..slash], out string directory);
            if (parent.Status(directory) is null)
                parent.MakeDirectory(directory);
        }

        return root.OpenParent(path, out name);
    }

    private static void RemoveEmpty(OpenDirectory parent, string name)
    {
        using (OpenDirectory directory = parent.OpenChild(name))
        {
            foreach (DirectoryItem item in directory.Read().Where(item => item.Status.IsDirectory))
                RemoveEmpty(directory, item.Name);
        }

        parent.Remove(name, isDirectory: true);
    }

    /// <summary>Looks at all paths before the first is written.</summary>
    private void RequireUnchanged(PlannedPath planned)
    {
        FileStatus? now = PathState.Of(root, planned.Transition.Path).Status;
        if (now is not { IsDirectory: true } || planned.Status is not { IsDirectory: true })
            RequireUnchanged(planned, now);
    }

    /// <summary>Between comparing and writing the user may have saved the file.</summary>
    private void RequireUnchanged(PlannedPath planned, FileStatus? now)
    {
        bool isSame = planned.Status is { IsDirectory: false } then ? now?.Stamp == then.Stamp : now is null;
        if (!isSame)
        {
            throw new ErrandException(
                ErrorCatalog.DeliveryConflict,
                $"{Escaping.Quote(planned.Transition.Path, '\'')} in '{root.Path}' was changed in this very moment. What was in place already was taken back; look at the file and repeat.");
        }
    }
}
