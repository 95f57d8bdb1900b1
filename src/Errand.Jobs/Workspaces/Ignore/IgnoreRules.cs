using Errand.Jobs.Git;

namespace Errand.Jobs.Workspaces.Ignore;

/// <summary>
/// Which new files are ignored, decided here and not by git, because git would read the ignore files of the tree that a worker wrote. The rules
/// come from the base; a test holds them against <c>git check-ignore</c>.
/// </summary>
internal sealed class IgnoreRules
{
    /// <summary>The name of the files that hold rules for their directory and below.</summary>
    public const string FileName = ".gitignore";

    private readonly Dictionary<string, IgnoreFile> byDirectory = [];
    private readonly List<IgnoreFile> general;

    /// <param name="general">Files with rules for the whole tree, the strongest first; weaker than all files in the tree.</param>
    public IgnoreRules(IEnumerable<byte[]> general) => this.general = [.. general.Select(content => new IgnoreFile(content))];

    /// <summary>Adds the ignore file of a directory.</summary>
    public void Add(string directory, ReadOnlySpan<byte> content) => byDirectory[directory] = new IgnoreFile(content);

    /// <summary>Whether a path is ignored, given that none of the directories above it is.</summary>
    public bool IsIgnored(string path, bool isDirectory)
    {
        if (byDirectory.Count == 0 && general.Count == 0)
            return false;

        byte[] bytes = GitPath.Encode(path);
        for (string directory = GitPath.DirectoryOf(path); ; directory = GitPath.DirectoryOf(directory))
        {
            if (byDirectory.TryGetValue(directory, out IgnoreFile? file))
            {
                int skipped = directory.Length == 0 ? 0 : GitPath.Encode(directory).Length + 1;
                if (file.Decide(bytes.AsSpan(skipped), isDirectory) is { } decision)
                    return decision;
            }

            if (directory.Length == 0)
                break;
        }

        return general.Select(file => file.Decide(bytes, isDirectory)).FirstOrDefault(decision => decision is not null) ?? false;
    }
}
