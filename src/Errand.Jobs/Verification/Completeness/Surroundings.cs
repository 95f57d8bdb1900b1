using System.Text.RegularExpressions;

namespace Errand.Jobs.Verification.Completeness;

/// <summary>What stands before a line of the new file, as far as a patch shows it.</summary>
/// <param name="size">How many lines are near.</param>
internal sealed partial class Surroundings(int size)
{
    private readonly Queue<string> lines = new();
    private string heading = "";
    private string @class = "";

    /// <summary>The last line of code; empty at the beginning of a hunk.</summary>
    public string Before { get; private set; } = "";

    public IEnumerable<string> Near(string line) => [line, .. lines, heading, @class];

    public void Pass(PatchLine line)
    {
        switch (line.Mark)
        {
            case '@':
                lines.Clear();
                Before = "";
                heading = line.Text;
                @class = ClassLine().IsMatch(line.Text) ? line.Text : "";
                return;
            case '-':
                return;
        }

        if (string.IsNullOrWhiteSpace(line.Text) || IsComment(line.Text))
            return;

        Before = line.Text;
        lines.Enqueue(line.Text);
        if (lines.Count > size)
            lines.Dequeue();
        if (ClassLine().IsMatch(line.Text))
            @class = line.Text;
        else if (!char.IsWhiteSpace(line.Text[0]) && line.Text[0] is not ('}' or ')' or '@' or '{'))
            @class = heading = "";
    }

    /// <summary>What a comment says makes nothing honest.</summary>
    private static bool IsComment(string line) => line.AsSpan().TrimStart() is ['#', ..] or ['/', '/', ..] or ['/', '*', ..] && !line.Contains("define", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*((public|internal|abstract|sealed|export|default|static|final|partial)\s+)*(class|interface|module|trait)\s+\w+", RegexOptions.CultureInvariant)]
    private static partial Regex ClassLine();
}
