using System.Text;

namespace Errand.Gateway.Translation.Answers;

/// <summary>Ids for one answer: made where the upstream gives none, or where the client's dialect has ids of its own.</summary>
/// <param name="unique">Letters and digits that no other answer has.</param>
internal sealed class AnswerIds(string unique)
{
    private int calls;

    public string Unique { get; } = unique;

    /// <summary>The answer's own id, such as <c>msg_…</c>.</summary>
    public string Of(string prefix) => $"{prefix}_{Unique}";

    public byte[] NextCall() => Encoding.UTF8.GetBytes($"call_{Unique}{++calls}");
}
