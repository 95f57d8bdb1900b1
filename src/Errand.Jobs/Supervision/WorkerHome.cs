using System.Text;
using Errand.Core;
using Errand.Jobs.Workers;
using Errand.Jobs.Workspaces.Files;
using Microsoft.Win32.SafeHandles;

namespace Errand.Jobs.Supervision;

/// <summary>
/// Lays out a worker's files where it can write. An earlier attempt may have left anything there: no link is followed, which could lead to the user's own files,
/// and whatever is in the way is removed.
/// </summary>
/// <param name="home">The worker's directory: absolute, and not itself the worker's to replace. Nothing is laid out elsewhere.</param>
internal sealed class WorkerHome(string home)
{
    private const uint OwnerOnly = 0x180;
    private const int OwnerRights = 0x1C0;

    /// <exception cref="ErrandException">Something cannot be written.</exception>
    public void Place(WorkerLaunch launch)
    {
        foreach (WorkerFile file in launch.Files)
        {
            Put(file.Path, (directory, name) =>
            {
                using SafeFileHandle handle = directory.CreateFile(name, OwnerOnly);
                RandomAccess.Write(handle, file.Content.Span, 0);
            });
        }

        foreach (WorkerLink link in launch.Links)
            Put(link.Path, (directory, name) => directory.MakeLink(Encoding.UTF8.GetBytes(link.Target), name));
    }

    private void Put(string path, Action<OpenDirectory, string> make) => FileFaults.Guard(path, () =>
    {
        if (!path.StartsWith(home + '/', StringComparison.Ordinal))
            throw new InvalidOperationException($"A driver wants to lay out '{path}', which is not in the worker's home.");
        using OpenDirectory top = OpenDirectory.Open(home);
        using OpenDirectory directory = OpenCleared(top, Path.GetDirectoryName(path[(home.Length + 1)..])!);
        string name = Path.GetFileName(path);
        TreeRemoval.Remove(directory, name);
        make(directory, name);
    });

    private static OpenDirectory OpenCleared(OpenDirectory top, string path)
    {
        OpenDirectory current = top.Reopen();
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            using OpenDirectory parent = current;
            FileStatus? found = parent.Status(name);
            if (found is { IsDirectory: false })
                parent.Remove(name, isDirectory: false);
            if (found is not { IsDirectory: true })
                parent.MakeDirectory(name);
            else if ((found.Value.Mode & OwnerRights) != OwnerRights)
                parent.Unlock(name);
            current = parent.OpenChild(name);
        }

        return current;
    }
}
