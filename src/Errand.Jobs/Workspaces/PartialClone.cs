using Errand.Core;

namespace Errand.Jobs.Workspaces;

/// <summary>A partial clone works as long as the base's content is there: Errand never fetches over the network by itself.</summary>
internal static class PartialClone
{
    public static bool Explains(RepositorySpec repository, ErrandException fault) =>
        fault.Error == ErrorCatalog.GitFailed
        && Directory.Exists(Packs(repository))
        && Directory.EnumerateFiles(Packs(repository), "*.promisor").Any();

    public static ErrandException Fault(RepositorySpec repository, string commit, ErrandException cause) => new(
        ErrorCatalog.MissingObjects,
        $"'{repository.Root}' is a partial clone that does not hold all files of {commit}. Check that commit out once, or run 'git fetch --refetch', and start the job again. git said: {cause.Message}",
        cause);

    private static string Packs(RepositorySpec repository) => Path.Combine(repository.CommonGitDirectory, "objects/pack");
}
