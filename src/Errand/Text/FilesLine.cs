using Errand.Core;

namespace Errand.Text;

/// <summary>What changed: <c>files: src/Import.cs +12 -2 · docs/new.md new +9</c>.</summary>
internal static class FilesLine
{
    private const int LongestPath = 96;
    private const int LongestOfTwo = 64;

    public static string Of(JobReceipt receipt, Face face, int bytes)
    {
        if (receipt.Files.Count == 0)
            return "files: none";

        string show = Step.Show(receipt.Id, "diff", face);
        long added = receipt.Files.Sum(file => (long)(file.Added ?? 0));
        long removed = receipt.Files.Sum(file => (long)(file.Removed ?? 0));
        return ByteBudget.Line(
            "files: ",
            new LazyList<FileChange>(receipt.Files, Entry),
            bytes,
            (left, shown) => $"{left}{(shown > 0 ? " more" : "")}, +{added} -{removed} in all ({show})");
    }

    private static string Entry(FileChange file)
    {
        string path = NameText.Path(file.Path, file.OldPath is null ? LongestPath : LongestOfTwo);
        return file.Change switch
        {
            ChangeKind.Added => $"{path} new{Lines(file, removed: false)}",
            ChangeKind.Deleted => $"{path} deleted{Lines(file, added: false)}",
            ChangeKind.Renamed => $"{path} renamed from {NameText.Path(file.OldPath ?? "", LongestOfTwo)}{RenamedLines(file)}",
            ChangeKind.Mode => $"{path} mode",
            ChangeKind.Type => $"{path} type",
            _ => $"{path}{Lines(file)}",
        };
    }

    private static string RenamedLines(FileChange file) => file is { Added: 0, Removed: 0 } ? "" : Lines(file);

    private static string Lines(FileChange file, bool added = true, bool removed = true) => file.Added is null && file.Removed is null
        ? " binary"
        : $"{(added ? $" +{file.Added ?? 0}" : "")}{(removed ? $" -{file.Removed ?? 0}" : "")}";
}
