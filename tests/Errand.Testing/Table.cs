using System.Text;

namespace Errand.Testing;

/// <summary>A Markdown table.</summary>
public sealed class Table
{
    private readonly StringBuilder text = new();

    public Table(params string[] heads)
    {
        Row(heads);
        Row([.. heads.Select(_ => "---")]);
    }

    public void Row(params string[] cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");

    public override string ToString() => text.ToString();
}
