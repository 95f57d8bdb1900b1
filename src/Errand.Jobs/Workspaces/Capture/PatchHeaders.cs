using System.Text;
using Errand.Core;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>
/// Mends the one patch that git writes and cannot read again: where a directory's name ends in a space and only the first line of a file's
/// section names the file (an empty file, a binary one, a change of mode), <c>git apply</c> does not find the end of the name. In quotes it does.
/// </summary>
internal static class PatchHeaders
{
    public static void Mend(string patchFile, IEnumerable<FileChange> changes)
    {
        Dictionary<string, string> headers = changes
            .Where(change => change.OldPath is null && IsMistaken(change.Path))
            .ToDictionary(change => $"diff --git a/{change.Path} b/{change.Path}\n", change => $"diff --git \"a/{change.Path}\" \"b/{change.Path}\"\n");
        if (headers.Count == 0)
            return;

        string temporary = patchFile + ".tmp";
        using (var from = new BufferedStream(File.OpenRead(patchFile)))
        using (var to = new BufferedStream(File.Create(temporary)))
            Copy(from, to, headers, headers.Keys.Max(header => header.Length));
        File.Move(temporary, patchFile, overwrite: true);
    }

    /// <summary>A name with any other special character is quoted by git already.</summary>
    private static bool IsMistaken(string path) =>
        path.Contains(" /", StringComparison.Ordinal) && path.All(character => character is >= ' ' and <= '~' and not ('"' or '\\'));

    /// <summary>A line of content begins with a space, a sign or a length, so a line that is a header's text is that header.</summary>
    private static void Copy(Stream from, Stream to, Dictionary<string, string> headers, int longest)
    {
        var line = new StringBuilder();
        bool isLong = false;
        for (int value; (value = from.ReadByte()) >= 0;)
        {
            if (isLong)
            {
                to.WriteByte((byte)value);
                isLong = value != '\n';
                continue;
            }

            line.Append((char)value);
            if (value != '\n' && line.Length < longest)
                continue;

            string text = line.ToString();
            to.Write(Encoding.Latin1.GetBytes(headers.GetValueOrDefault(text, text)));
            line.Clear();
            isLong = value != '\n';
        }

        to.Write(Encoding.Latin1.GetBytes(line.ToString()));
    }
}
