using System.Buffers;
using System.Globalization;
using System.Text;
using Errand.Jobs.Git;

namespace Errand.Jobs.Workspaces.Capture;

/// <summary>Builds the input of one <c>git fast-import</c>.</summary>
internal sealed class ImportBatch
{
    private readonly ArrayBufferWriter<byte> stream = new();

    public int Length => stream.WrittenCount;

    public ReadOnlyMemory<byte> Content => stream.WrittenMemory;

    public void AddBlob(ReadOnlySpan<byte> content)
    {
        Write("blob\n");
        AddData(content);
    }

    /// <summary>Begins a commit that is to be the tip of a ref, whatever the ref was before.</summary>
    public void BeginCommit(string name, string? parent, string message, DateTimeOffset at)
    {
        // Without it, a commit without parent would go on from where the ref stands.
        Write($"reset {name}\n\n");
        Write($"commit {name}\nmark :1\n");
        Write($"author {GitIdentity.Name} <{GitIdentity.Email}> {GitIdentity.Date(at)}\n");
        Write($"committer {GitIdentity.Name} <{GitIdentity.Email}> {GitIdentity.Date(at)}\n");
        AddData(Encoding.UTF8.GetBytes(message));
        if (parent is not null)
            Write($"from {parent}\n");
    }

    /// <summary>Takes everything out of the commit's tree that its parent has.</summary>
    public void DeleteAll() => Write("deleteall\n");

    public void Delete(string path)
    {
        Write("D ");
        stream.Write(GitPath.Quote(path));
        Write("\n");
    }

    public void Put(TreeEntry entry)
    {
        Write($"M {FileModes.Text(entry.Mode)} {entry.Id} ");
        stream.Write(GitPath.Quote(entry.Path));
        Write("\n");
    }

    /// <summary>Sets another ref to the commit and asks for its name and its tree's.</summary>
    public void EndCommit(string? otherName)
    {
        Write("\n");
        if (otherName is not null)
            Write($"reset {otherName}\nfrom :1\n\n");
        Write("get-mark :1\nls :1 \"\"\n");
    }

    /// <summary>Says that the input is complete; without it fast-import keeps nothing.</summary>
    public void End() => Write("done\n");

    public void Clear() => stream.ResetWrittenCount();

    private void AddData(ReadOnlySpan<byte> content)
    {
        Write(string.Create(CultureInfo.InvariantCulture, $"data {content.Length}\n"));
        stream.Write(content);
        Write("\n");
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, stream);
}
