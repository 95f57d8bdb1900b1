using Errand.Core;

namespace Errand.Text;

/// <summary>A line of a receipt that lists entries, cut after whole ones, and says how many are left out and how to see them.</summary>
internal static class EntryLine
{
    public static string Of<T>(string label, IReadOnlyList<T> entries, Func<T, string> describe, JobReceipt receipt, Face face, int bytes)
    {
        string show = Step.Show(receipt.Id, face == Face.Tools ? "journal" : "--json", face);
        return ByteBudget.Line(label, new LazyList<T>(entries, describe), bytes, (left, shown) => $"{left}{(shown > 0 ? " more" : "")} ({show})");
    }
}
