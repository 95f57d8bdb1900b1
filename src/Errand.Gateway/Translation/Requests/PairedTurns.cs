namespace Errand.Gateway.Translation.Requests;

/// <summary>
/// Puts a conversation into the order that strict endpoints demand: what the assistant said at once is one turn, the user turn after it begins
/// with the result of each of its calls in their order, and no turn of the user follows another. Clients cut, compact and interrupt their history,
/// so calls without a result and results without a call are met every day.
/// </summary>
internal static class PairedTurns
{
    private static readonly TextPart NoResult = new(new JsonText("The call was interrupted; there is no result."u8.ToArray()));

    public static List<Turn> Of(IReadOnlyList<Turn> turns)
    {
        var results = Results(turns);
        var placed = new HashSet<ToolResultPart>(ReferenceEqualityComparer.Instance);
        var paired = new List<Turn>(turns.Count);
        for (int at = 0; at < turns.Count; at++)
        {
            switch (turns[at].Role)
            {
                case TurnRole.System:
                    paired.Add(turns[at]);
                    break;
                case TurnRole.User:
                    AddUser(paired, UserParts(turns[at], placed));
                    break;
                default:
                    var said = new List<Part>(turns[at].Parts);
                    while (at + 1 < turns.Count && turns[at + 1].Role == TurnRole.Assistant)
                        said.AddRange(turns[++at].Parts);
                    if (said.Count == 0)
                        break;
                    paired.Add(new Turn(TurnRole.Assistant, said));
                    AddUser(paired, Answers(said, results, placed));
                    break;
            }
        }

        return paired;
    }

    private static Dictionary<ReadOnlyMemory<byte>, Queue<ToolResultPart>> Results(IReadOnlyList<Turn> turns)
    {
        var results = new Dictionary<ReadOnlyMemory<byte>, Queue<ToolResultPart>>(Utf8Comparer.Instance);
        foreach (var turn in turns)
        {
            foreach (var part in turn.Parts)
            {
                if (part is not ToolResultPart result)
                    continue;
                if (!results.TryGetValue(result.CallId.Escaped, out var queue))
                    results.Add(result.CallId.Escaped, queue = new Queue<ToolResultPart>(1));
                queue.Enqueue(result);
            }
        }

        return results;
    }

    private static List<Part> Answers(
        List<Part> said, Dictionary<ReadOnlyMemory<byte>, Queue<ToolResultPart>> results, HashSet<ToolResultPart> placed)
    {
        var answers = new List<Part>();
        foreach (var part in said)
        {
            if (part is not ToolCallPart call)
                continue;
            if (results.TryGetValue(call.CallId.Escaped, out var queue) && queue.TryDequeue(out var result))
                placed.Add(result);
            else
                result = new ToolResultPart { CallId = call.CallId, Content = [NoResult], IsError = true, IsCustom = call.IsCustom };
            answers.Add(result);
        }

        return answers;
    }

    // A result whose call was cut away is still something that the model should know.
    private static List<Part> UserParts(Turn turn, HashSet<ToolResultPart> placed)
    {
        var parts = new List<Part>(turn.Parts.Count);
        foreach (var part in turn.Parts)
        {
            if (part is not ToolResultPart result)
                parts.Add(part);
            else if (!placed.Contains(result))
                parts.AddRange(result.Content);
        }

        return parts;
    }

    private static void AddUser(List<Turn> paired, List<Part> parts)
    {
        if (parts.Count == 0)
            return;
        if (paired is [.., { Role: TurnRole.User } last])
            paired[^1] = new Turn(TurnRole.User, [.. last.Parts, .. parts]);
        else
            paired.Add(new Turn(TurnRole.User, parts));
    }
}
