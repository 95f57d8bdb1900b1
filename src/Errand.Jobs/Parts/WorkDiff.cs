using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Store;

namespace Errand.Jobs.Parts;

/// <summary>The delivered change of one file, as git prints it.</summary>
public sealed class WorkDiff(GitClient git, StateDirectory state)
{
    /// <exception cref="ErrandException">The job has no work yet, or did not change that file.</exception>
    public async Task<byte[]> OfPathAsync(JobSpec spec, JobHistory history, string path, CancellationToken cancellationToken)
    {
        WorkCaptured captured = history.Captured
            ?? throw new ErrandException(ErrorCatalog.UnknownPart, $"{spec.Id} has no diff yet. Ask again when its worker has ended.");
        FileChange change = captured.Files.FirstOrDefault(file => file.Path == path || file.OldPath == path)
            ?? throw new ErrandException(
                ErrorCatalog.UnknownPart,
                $"{spec.Id} did not change {Escaping.Quote(path, 200)}. `errand show {spec.Id}` lists the files that it changed.");

        JobRepository repository = await JobRepository.OpenAsync(git, spec.Repository, state.Job(spec.WorkspaceOwner).Git, cancellationToken);
        string[] paths = change.OldPath is null ? [change.Path] : [change.OldPath, change.Path];
        GitCommand command = repository.Command(
            ["diff-tree", "-r", "-p", "-M", "-l1000", "--binary", "--full-index", "--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/", captured.Base, captured.Commit, "--", .. paths]) with
        {
            Variables = new Dictionary<string, string> { ["GIT_LITERAL_PATHSPECS"] = "1" },
        };
        return (await git.RunAsync(command, cancellationToken)).ToArray();
    }
}
