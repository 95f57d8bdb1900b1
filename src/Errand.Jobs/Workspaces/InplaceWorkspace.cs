using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>The user's own tree. What it holds at the beginning becomes a commit, so that the work can be told from it and taken back.</summary>
public sealed class InplaceWorkspace(GitClient git, ErrandEnvironment environment, TimeProvider clock)
{
    /// <summary>How long a delivery into the tree, or a recovery in it, is waited for.</summary>
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(1);

    /// <summary>Takes the repository's lock and a snapshot of the tree; a later attempt keeps the first one's snapshot. Dispose the workspace to let go of the lock.</summary>
    /// <param name="repository">The repository; its base is the tree as it is, whatever revision was asked for.</param>
    /// <param name="place">Where the record is.</param>
    /// <param name="locksDirectory">The directory of locks that all Errand processes share.</param>
    /// <param name="cancellationToken">Ends git; nothing of the user's has changed then.</param>
    /// <exception cref="ErrandException">Another job is at work in the repository, or its tree cannot be read.</exception>
    public async Task<PreparedWorkspace> PrepareAsync(RepositorySpec repository, WorkspacePlace place, string locksDirectory, CancellationToken cancellationToken)
    {
        WorkspacePlatform.Require();
        await git.RequireAsync(cancellationToken);
        InplaceLock taken = await InplaceLock.TakeAsync(locksDirectory, repository, place.Job, LockPatience, clock, cancellationToken);
        try
        {
            JobRepository own = await JobRepository.OpenAsync(git, repository, place.GitDirectory, cancellationToken);
            WorkspaceRecord? record = WorkspaceRecordFile.Read(place.RecordFile);
            bool isReused = record is not null;
            if (record is null)
            {
                record = await new InplaceSnapshot(git, environment, clock).TakeAsync(own, place.Job, cancellationToken);
                FileFaults.Guard(place.RecordFile, () => WorkspaceRecordFile.Write(place.RecordFile, record));
            }

            string? pinWarning = await BasePin.SetAsync(git, repository, place.Job, record.BaseCommit, cancellationToken);
            return Workspace(repository, record, own, isReused, pinWarning, taken);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Opens the workspace of an earlier attempt without its lock, such as to capture or take back the work; null = there was none.</summary>
    public async Task<PreparedWorkspace?> TryOpenAsync(RepositorySpec repository, WorkspacePlace place, CancellationToken cancellationToken)
    {
        if (WorkspaceRecordFile.Read(place.RecordFile) is not { } record)
            return null;

        JobRepository own = await JobRepository.OpenAsync(git, repository, place.GitDirectory, cancellationToken);
        return Workspace(repository, record, own, isReused: true, null, null);
    }

    private static PreparedWorkspace Workspace(RepositorySpec repository, WorkspaceRecord record, JobRepository own, bool isReused, string? warning, InplaceLock? taken)
    {
        string directory = repository.Prefix.Length == 0 ? repository.Root : Path.Combine(repository.Root, repository.Prefix);
        string[] warnings = warning is null ? [.. record.Warnings] : [.. record.Warnings, warning];
        return new PreparedWorkspace(repository.Root, directory, record.Base, record, own, isReused, warnings, taken);
    }
}
