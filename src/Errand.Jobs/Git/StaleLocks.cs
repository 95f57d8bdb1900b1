using Errand.Core;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Git;

/// <summary>
/// Removes the lock files that a killed git has left on refs of one job. Only that job's supervisor touches these refs and this directory, and it has no git
/// under way when it calls this, so every such lock is stale.
/// </summary>
internal static class StaleLocks
{
    private const string Ending = ".lock";

    /// <summary>A link is no place of ours, wherever it leads.</summary>
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    /// <exception cref="ErrandException">A lock is there and cannot be removed.</exception>
    public static void Remove(JobRepository repository, JobId job)
    {
        FileFaults.Guard(repository.Directory, () => RemoveBelow(repository.Directory));
        string user = repository.User.CommonGitDirectory;
        FileFaults.Guard(user, () =>
        {
            RemoveFile(Path.Combine(user, JobRefs.Work(job) + Ending));
            RemoveFile(Path.Combine(user, JobRefs.Base(job) + Ending));
            RemoveBelow(Path.GetDirectoryName(Path.Combine(user, JobRefs.Attempt(job, 1)))!);
        });
    }

    /// <summary>Deleting is refused where the directory is missing, and there are no such directories before a repository's first job.</summary>
    private static void RemoveFile(string file)
    {
        if (File.Exists(file))
            File.Delete(file);
    }

    private static void RemoveBelow(string directory)
    {
        if (!Directory.Exists(directory))
            return;

        foreach (string file in Directory.EnumerateFiles(directory, "*" + Ending, Below))
            File.Delete(file);
    }
}
