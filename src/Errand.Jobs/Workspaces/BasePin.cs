using Errand.Core;
using Errand.Jobs.Git;

namespace Errand.Jobs.Workspaces;

/// <summary>Keeps a base from the user's garbage collection while a workspace shares its objects.</summary>
internal static class BasePin
{
    /// <summary>Sets <c>refs/errand/bases/ID</c>; returns a warning when the repository cannot be written, which prevents nothing.</summary>
    public static async Task<string?> SetAsync(GitClient git, RepositorySpec repository, JobId job, string? commit, CancellationToken cancellationToken)
    {
        if (commit is null)
            return null;

        try
        {
            await JobRefs.UpdateAsync(git, repository.CommonGitDirectory, [(JobRefs.Base(job), commit)], cancellationToken);
            return null;
        }
        catch (ErrandException fault)
        {
            return $"The base could not be pinned, so do not run 'git gc' in '{repository.Root}' before the job is decided: {fault.Message}";
        }
    }
}
