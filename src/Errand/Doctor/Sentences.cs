using System.Text.RegularExpressions;
using Errand.Core;

namespace Errand.Doctor;

/// <summary>Takes an error's message apart: its first sentence says what is wrong, the others what to do.</summary>
internal static partial class Sentences
{
    /// <summary>The whole message without its id, in one line.</summary>
    public static string Of(ErrandException fault) => Escaping.Escape(fault.Message[(fault.Error.Id.Length + 1)..].TrimEnd('.'));

    /// <summary>The sentence that says what is wrong.</summary>
    public static string First(ErrandException fault)
    {
        string all = fault.Message[(fault.Error.Id.Length + 1)..];
        Match end = SentenceEnd().Match(all);
        return Escaping.Escape((end.Success ? all[..end.Index] : all).TrimEnd('.'));
    }

    [GeneratedRegex(@"[.""](?= (Install|Update|Give|Name|Set|Write|Keep|Remove|Log|It needs|Use|Run) )")]
    private static partial Regex SentenceEnd();
}
