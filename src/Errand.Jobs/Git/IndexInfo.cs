using System.Text;

namespace Errand.Jobs.Git;

/// <summary>What <c>update-index -z --index-info</c> reads.</summary>
internal static class IndexInfo
{
    /// <param name="edits">Entries to put; mode 0 removes the path. What goes is named first: a file may take the place of a directory.</param>
    /// <param name="format">The names of objects.</param>
    public static byte[] Of(IEnumerable<TreeEntry> edits, ObjectFormat format)
    {
        using var info = new MemoryStream();
        string nothing = new('0', format.EmptyTree().Length);
        foreach (TreeEntry edit in edits.OrderBy(edit => edit.Mode != 0))
        {
            info.Write(Encoding.ASCII.GetBytes($"{Convert.ToString(edit.Mode, 8)} {(edit.Mode == 0 ? nothing : edit.Id)}\t"));
            info.Write(GitPath.Encode(edit.Path));
            info.WriteByte(0);
        }

        return info.ToArray();
    }
}
