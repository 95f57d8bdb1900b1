using System.Security.Cryptography;
using System.Text;

namespace Errand.Jobs.Tests.Git;

/// <summary>
/// Everything of the user's that no job may touch, byte for byte: all of <c>.git</c> but objects and <c>refs/errand</c>, and what
/// <c>git status</c> says.
/// </summary>
internal sealed class UserState
{
    private readonly SortedDictionary<string, string> items = new(StringComparer.Ordinal);

    private UserState()
    {
    }

    public static UserState Of(TestRepository repository)
    {
        var state = new UserState();
        foreach (string path in Directory.EnumerateFileSystemEntries(repository.GitDirectory, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            string name = Path.GetRelativePath(repository.GitDirectory, path);
            if (IsErrands(name))
                continue;

            var info = new FileInfo(path);
            string content = info.LinkTarget is { } target ? $"-> {target}" : Directory.Exists(path) ? "directory" : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
            state.items[name] = $"{info.UnixFileMode} {content}";
        }

        // Optional locks are off, so that looking does not write the index.
        (_, byte[] status, string error) = repository.TryGit(repository.Root, [], "--no-optional-locks", "status", "--porcelain=v2", "--branch", "--show-stash", "--untracked-files=all");
        state.items["git status"] = Encoding.UTF8.GetString(status) + error;
        return state;
    }

    /// <param name="repository">The repository.</param>
    /// <param name="allowed">Files that may have come into being, and the directories that they need.</param>
    public void AssertSame(TestRepository repository, params string[] allowed)
    {
        UserState after = Of(repository);
        foreach (string name in after.items.Keys.Except(items.Keys).Where(name => allowed.Any(path => path == name || path.StartsWith(name + '/', StringComparison.Ordinal))).ToArray())
            after.items.Remove(name);

        Assert.Equal(items, after.items);
    }

    private static bool IsErrands(string name) =>
        name is "objects" or "refs/errand" || name.StartsWith("objects/", StringComparison.Ordinal) || name.StartsWith("refs/errand/", StringComparison.Ordinal);
}
