using System.Text;
using Errand.Core;
using Errand.Jobs.Git;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>
/// Writes content, trees and a commit with <c>git fast-import</c>: one process for an ordinary change, a few more for a large one, so that no
/// more than a batch is held in memory. It runs on Errand's own git directory, whose configuration and hooks nobody else writes, and stores into
/// the given object store.
/// </summary>
internal sealed class CommitWriter(GitClient git, JobRepository repository, string objectDirectory)
{
    private const int BatchLength = 16 << 20;

    private readonly ImportBatch batch = new();

    /// <summary>Adds content; its name is what git calls it.</summary>
    public async Task<string> AddAsync(byte[] content, CancellationToken cancellationToken)
    {
        batch.AddBlob(content);
        if (batch.Length > BatchLength)
            await FlushAsync(cancellationToken);

        return BlobHasher.Hash(content, repository.Format);
    }

    /// <summary>Writes the commit, with its refs in Errand's own git directory.</summary>
    /// <exception cref="ErrandException">The store cannot be written.</exception>
    public async Task<WrittenCommit> CommitAsync(CommitPlan plan, CancellationToken cancellationToken)
    {
        batch.BeginCommit(plan.Name, plan.Parent, plan.Message, plan.At);
        if (plan.ReplacesAll)
            batch.DeleteAll();
        foreach (string path in plan.Deleted)
            batch.Delete(path);
        foreach (TreeEntry entry in plan.Put)
            batch.Put(entry);
        batch.EndCommit(plan.OtherName);

        string[] lines = (await FlushAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length != 2 || !ObjectFormats.IsObjectName(lines[0]))
            throw new ErrandException(ErrorCatalog.CaptureFailed, $"git fast-import in '{repository.Directory}' named no commit.");

        // "040000 tree ID TAB", or "missing" for a tree without entries.
        string tree = lines[1].Split(' ', '\t') is [_, "tree", string name, ..] ? name : repository.Format.EmptyTree();
        return new WrittenCommit(lines[0], tree);
    }

    private async Task<string> FlushAsync(CancellationToken cancellationToken)
    {
        batch.End();
        GitCommand command = repository.Command("fast-import", "--quiet", "--force", "--done", "--date-format=raw") with
        {
            ObjectDirectory = objectDirectory,
            AlternateObjects = objectDirectory == repository.OwnObjects ? null : repository.OwnObjects,
            Settings = [GitVariables.Durable],
            Input = batch.Content,
        };
        string output = Encoding.ASCII.GetString((await git.RunAsync(command, cancellationToken)).Span);
        batch.Clear();
        return output;
    }
}
