using System.Text;

namespace Errand.Jobs.Tests.Workspaces;

/// <summary>Makes and changes trees at random, the same for the same seed: every kind of edit that a worker could think of.</summary>
internal sealed class RandomEdits(int seed)
{
    private static readonly string[] Names = ["a", "b", "c d", "-e", "f\ng", "h\"i", "j'k", "l\\m", "nö", "日", "o.txt", "p.bin", "*", "?", "[q]", "#r", "!s", " t ", "..u", "~"];

    private readonly Random random = new(seed);

    public void Apply(string root, int edits)
    {
        for (int i = 0; i < edits; i++)
            Edit(root);
    }

    private void Edit(string root)
    {
        string[] existing = [.. Directory.EnumerateFileSystemEntries(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Where(path => !path.StartsWith(Path.Combine(root, ".git"), StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        string? some = existing.Length == 0 ? null : existing[random.Next(existing.Length)];
        bool isLink = some is not null && new FileInfo(some).LinkTarget is not null;
        bool isDirectory = some is not null && !isLink && Directory.Exists(some);
        switch (random.Next(10))
        {
            case 0 when some is not null:
                Remove(some);
                break;
            case 1 when some is not null && !isDirectory && !isLink:
                File.AppendAllText(some, Line());
                break;
            case 2 when some is not null && !isDirectory && !isLink:
                byte[] content = File.ReadAllBytes(some);
                if (content.Length > 0)
                    content[random.Next(content.Length)] ^= 1;
                File.WriteAllBytes(some, content);
                break;
            case 3 when some is not null:
                string moved = Free(root);
                if (isDirectory && !moved.StartsWith(some + '/', StringComparison.Ordinal))
                    Directory.Move(some, moved);
                else if (isLink)
                    File.CreateSymbolicLink(moved, new FileInfo(some).LinkTarget!);
                else if (!isDirectory)
                    File.Move(some, moved);
                break;
            case 4 when some is not null && !isDirectory && !isLink && OperatingSystem.IsLinux():
                File.SetUnixFileMode(some, File.GetUnixFileMode(some) ^ UnixFileMode.UserExecute);
                break;
            case 5 when some is not null:
                Remove(some);
                File.CreateSymbolicLink(some, Names[random.Next(Names.Length)].Trim());
                break;
            case 6 when some is not null && !isDirectory:
                Remove(some);
                Directory.CreateDirectory(some);
                File.WriteAllBytes(Path.Combine(some, "inner"), Content());
                break;
            case 7 when isDirectory:
                Remove(some!);
                File.WriteAllBytes(some!, Content());
                break;
            case 8 when some is not null && !isDirectory && !isLink:
                File.WriteAllBytes(some, Content());
                break;
            default:
                File.WriteAllBytes(Free(root), Content());
                break;
        }
    }

    private byte[] Content()
    {
        switch (random.Next(7))
        {
            case 0:
                return [];
            case 1:
                byte[] bytes = new byte[random.Next(1, 5000)];
                random.NextBytes(bytes);
                return bytes;
            case 2:
                return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => Line().Replace("\n", "\r\n", StringComparison.Ordinal))));
            case 3:
                return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => Line())).TrimEnd('\n'));
            case 4:
                return Encoding.Latin1.GetBytes("gr\u00fc\u00df\u00ff\n" + Line());
            case 5:
                return Encoding.UTF8.GetBytes("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file\n" + Line());
            default:
                return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => Line())));
        }
    }

    private string Line() => $"line {random.Next(6)} \t{(random.Next(4) == 0 ? "\r" : "")}\n";

    /// <summary>A path that is free, in a directory that exists or is made.</summary>
    private string Free(string root)
    {
        while (true)
        {
            string directory = root;
            for (int depth = random.Next(3); depth > 0; depth--)
            {
                string next = Path.Combine(directory, Names[random.Next(Names.Length)]);
                if (File.Exists(next) || new FileInfo(next).LinkTarget is not null)
                    break;
                Directory.CreateDirectory(next);
                directory = next;
            }

            string path = Path.Combine(directory, Names[random.Next(Names.Length)]);
            if (!Path.Exists(path) && new FileInfo(path).LinkTarget is null)
                return path;
        }
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path) && new FileInfo(path).LinkTarget is null)
            Directory.Delete(path, recursive: true);
        else
            File.Delete(path);
    }
}
