using System.Globalization;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Delivery;

/// <summary>
/// Keeps what a delivery replaces until it is complete, and puts it back when it fails on the way: a smudge filter may fail, or the disk be full, when
/// the attributes that it needs are in place already.
/// </summary>
internal sealed class TransitionUndo : IDisposable
{
    private readonly OpenDirectory kept;
    private readonly List<(string Path, string? Kept)> steps = [];

    /// <param name="directory">Where replaced entries are kept; made here.</param>
    public TransitionUndo(string directory)
    {
        TreeRemoval.Remove(directory);
        Directory.CreateDirectory(directory);
        kept = OpenDirectory.Open(directory);
    }

    /// <summary>Notes that a path is about to be changed, and keeps what is there: by a second name, so that it is in its place all the time.</summary>
    public void Keep(string path, OpenDirectory parent, string name)
    {
        if (parent.Status(name) is not { IsDirectory: false })
        {
            steps.Add((path, null));
            return;
        }

        string number = steps.Count.ToString(CultureInfo.InvariantCulture);
        if (!parent.TryHardLink(name, kept, number))
            DeviceCrossing.Copy(parent, name, kept, number);
        steps.Add((path, number));
    }

    /// <summary>Puts everything back, the last change first. What cannot be put back stays; the others are not given up for it.</summary>
    /// <param name="makeParent">Opens the directory of a path, made anew if need be.</param>
    /// <param name="removeEmptyParents">Removes the directories of a path that hold nothing any more.</param>
    public void Run(Func<string, OpenDirectory> makeParent, Action<string> removeEmptyParents)
    {
        for (int at = steps.Count - 1; at >= 0; at--)
        {
            try
            {
                (string path, string? number) = steps[at];
                using (OpenDirectory parent = makeParent(path))
                {
                    string name = path[(path.LastIndexOf('/') + 1)..];
                    if (number is null)
                        parent.Remove(name, isDirectory: false);
                    else
                        PutBack(number, parent, name);
                }

                if (number is null)
                    removeEmptyParents(path);
            }
            catch (FileFault)
            {
                continue;
            }
        }
    }

    private void PutBack(string number, OpenDirectory parent, string name)
    {
        try
        {
            kept.Move(number, parent, name);
        }
        catch (FileFault fault) when (fault.Error == Posix.OtherDevice)
        {
            DeviceCrossing.Move(kept, number, parent, name);
        }
    }

    public void Dispose() => kept.Dispose();
}
