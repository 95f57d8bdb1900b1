using System.Text;

namespace Errand.Jobs.Git;

/// <summary>
/// Lays out a git directory without running git: no template, no hooks, no remotes, nothing of the user's configuration. Objects are shared with
/// other stores by alternates; files are checked out as the bytes that the repository holds.
/// </summary>
internal sealed record GitDirectoryLayout
{
    /// <summary>
    /// Beats every <c>.gitattributes</c>: no line-end conversion, no filters, no keywords, no other encoding. The encoding is unspecified and not
    /// unset, since git dies of an unset one.
    /// </summary>
    private const string RawBytes = "* -text !eol !filter -ident !working-tree-encoding\n";

    public required ObjectFormat Format { get; init; }

    /// <summary>Object stores to share, nearest first.</summary>
    public required IReadOnlyList<string> Alternates { get; init; }

    public required bool IsBare { get; init; }

    /// <summary>The branch that HEAD names, without <c>refs/heads/</c>.</summary>
    public required string Branch { get; init; }

    /// <summary>Where that branch stands; null = it does not exist yet.</summary>
    public string? BranchTip { get; init; }

    /// <summary>The user's <c>shallow</c> file, which says where history ends; copied when it exists.</summary>
    public required string ShallowFile { get; init; }

    /// <summary>Further lines of the configuration.</summary>
    public string Configuration { get; init; } = "";

    /// <summary>Writes everything; <c>HEAD</c> comes last, so a directory that has it is complete.</summary>
    public void Write(string directory)
    {
        foreach (string name in (string[])["info", "objects/info", "objects/pack", "refs/heads", "refs/tags"])
            Directory.CreateDirectory(Path.Combine(directory, name));

        File.WriteAllText(Path.Combine(directory, "config"), Config());
        File.WriteAllText(Path.Combine(directory, "info/attributes"), RawBytes);
        File.WriteAllBytes(Path.Combine(directory, "objects/info/alternates"), Git.Alternates.File(Alternates));
        if (File.Exists(ShallowFile))
            File.Copy(ShallowFile, Path.Combine(directory, "shallow"), overwrite: true);
        if (BranchTip is not null)
        {
            string branch = Path.Combine(directory, "refs/heads", Branch);
            Directory.CreateDirectory(Path.GetDirectoryName(branch)!);
            File.WriteAllText(branch, BranchTip + "\n");
        }

        File.WriteAllText(Path.Combine(directory, "HEAD"), $"ref: refs/heads/{Branch}\n");
    }

    private string Config()
    {
        bool isPlain = Format == ObjectFormat.Sha1;
        var text = new StringBuilder();
        text.Append("[core]\n\trepositoryformatversion = ").Append(isPlain ? '0' : '1')
            .Append("\n\tbare = ").Append(IsBare ? "true" : "false")
            .Append("\n\tfilemode = true\n\tsymlinks = true\n\tautocrlf = false\n");
        if (!isPlain)
            text.Append("[extensions]\n\tobjectFormat = ").Append(Format.Name()).Append('\n');

        // Automatic maintenance would leave a background process behind a worker's commit.
        text.Append("[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n").Append(Configuration);
        return text.ToString();
    }
}
