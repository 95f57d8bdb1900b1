using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.ChatCompletions;

/// <summary>
/// Writes a conversation in the order that Chat Completions demands: one system message at the head; after an assistant's calls, all their
/// results and nothing in between; what the user says beside results comes after them, in one message.
/// </summary>
internal sealed class ChatMessages(JsonSplice output, ModelTarget target, ToolNameMap names)
{
    private static readonly JsonText Interrupted = new("[No result: the call was interrupted.]"u8.ToArray());

    private readonly ChatAssistant assistant = new(output, target.Profile, names);
    private readonly ChatContent content = new(output, target.Profile);
    private readonly List<Part> spoken = [];
    private readonly List<Part> resultImages = [];
    private readonly List<Turn> deferredSystem = [];
    private readonly List<JsonText> unanswered = [];
    private bool isFirst = true;
    private bool hasUserTurn;

    /// <param name="turns">The conversation.</param>
    /// <param name="format">A schema that has to be asked for in words; null = none.</param>
    public void Write(IReadOnlyList<Turn> turns, OutputFormat? format)
    {
        output.Raw((byte)'[');
        var next = Head(turns, format);
        while (next < turns.Count)
        {
            var turn = turns[next];
            switch (turn.Role)
            {
                case TurnRole.Assistant:
                    next = Assistant(turns, next);
                    continue;
                case TurnRole.System:
                    System(turn);
                    break;
                default:
                    User(turn);
                    break;
            }

            next++;
        }

        EndUser();
        if (isFirst && hasUserTurn)
            Text("user"u8, []);
        output.Raw((byte)']');
    }

    private int Head(IReadOnlyList<Turn> turns, OutputFormat? format)
    {
        var parts = new List<Part>();
        var count = 0;
        for (; count < turns.Count && turns[count].Role == TurnRole.System; count++)
            parts.AddRange(turns[count].Parts);
        if (format is not null)
        {
            var request = new JsonSplice();
            request.Raw("Answer with JSON only, of this JSON schema: "u8);
            request.Escaped(format.Schema.Utf8.Span);
            parts.Add(new TextPart(new JsonText(request.ToArray())));
        }

        if (parts.Count > 0)
            Text("system"u8, parts);
        return count;
    }

    private void System(Turn turn)
    {
        if (target.Profile.InlineSystem == "user")
        {
            spoken.AddRange(turn.Parts);
        }
        else if (unanswered.Count > 0)
        {
            deferredSystem.Add(turn);
        }
        else
        {
            EndUser();
            WriteSystem(turn);
        }
    }

    private void WriteSystem(Turn turn)
    {
        if (turn.Parts.Count > 0)
            Text("system"u8, turn.Parts);
    }

    private void User(Turn turn)
    {
        hasUserTurn = true;
        foreach (var part in turn.Parts)
        {
            if (part is ToolResultPart result)
                Result(result);
            else
                spoken.Add(part);
        }
    }

    private void Result(ToolResultPart result)
    {
        var at = unanswered.FindIndex(id => id.Escaped.Span.SequenceEqual(result.CallId.Escaped.Span));
        if (at < 0)
        {
            // Nothing asked for it, so no place among the results is legal; what it says is kept.
            spoken.Add(new TextPart(ChatContent.OrphanNote(result)));
            spoken.AddRange(result.Content);
            return;
        }

        unanswered.RemoveAt(at);
        Separate();
        content.WriteResult(result, resultImages);
    }

    private int Assistant(IReadOnlyList<Turn> turns, int first)
    {
        var end = first + 1;
        while (end < turns.Count && turns[end].Role == TurnRole.Assistant)
            end++;

        var parts = turns[first].Parts;
        if (end > first + 1)
            parts = [.. turns.Skip(first).Take(end - first).SelectMany(turn => turn.Parts)];
        // Where the assistant has no message, what the user says before and after it is one.
        if (!ChatAssistant.HasMessage(parts))
            return end;

        EndUser();
        Separate();
        assistant.Write(parts);
        foreach (var part in parts)
        {
            if (part is ToolCallPart call)
                unanswered.Add(call.CallId);
        }

        return end;
    }

    /// <summary>Closes the user's side: results that never came, then what the system and the user said.</summary>
    private void EndUser()
    {
        foreach (var id in unanswered)
        {
            Separate();
            content.WriteResult(new ToolResultPart { CallId = id, Content = [new TextPart(Interrupted)] }, resultImages);
        }

        unanswered.Clear();
        foreach (var turn in deferredSystem)
            WriteSystem(turn);
        deferredSystem.Clear();
        if (spoken.Count + resultImages.Count == 0)
            return;

        Separate();
        output.Raw("{\"role\":\"user\",\"content\":"u8);
        content.WriteUser(resultImages, spoken);
        output.Raw((byte)'}');
        spoken.Clear();
        resultImages.Clear();
    }

    private void Text(ReadOnlySpan<byte> role, IReadOnlyList<Part> parts)
    {
        Separate();
        output.Raw("{\"role\":"u8);
        output.Quoted(role);
        output.Raw(",\"content\":\""u8);
        content.WriteJoined(parts, ChatContent.BlankLine);
        output.Raw("\"}"u8);
    }

    private void Separate()
    {
        if (!isFirst)
            output.Raw((byte)',');
        isFirst = false;
    }
}
