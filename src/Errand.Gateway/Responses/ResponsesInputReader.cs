using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Responses;

/// <summary>
/// Makes turns of a list of input items. Responses has an item for each call, each text and each thought; other protocols want all that the
/// assistant did at once in one turn, and all results of it in the next: adjacent items become one turn.
/// </summary>
internal sealed class ResponsesInputReader(ResponsesToolReader tools)
{
    private static readonly JsonText LocalShell = new("local_shell"u8.ToArray());

    private readonly List<Turn> turns = [];
    private readonly List<Part> assistant = [];
    private readonly List<Part> results = [];

    /// <returns>False if the value is neither a text nor a list.</returns>
    public bool Read(ref JsonCursor cursor)
    {
        if (cursor.IsString)
        {
            turns.Add(new Turn(TurnRole.User, [new TextPart(cursor.TextSlice)]));
            return true;
        }

        if (!cursor.IsArray)
            return false;
        int depth = cursor.Depth;
        while (cursor.NextElement(depth))
        {
            if (cursor.IsObject)
                ReadItem(ResponsesItemFields.Read(ref cursor));
        }

        CloseTurn();
        return true;
    }

    /// <summary>The turns, headed by the request's own instructions.</summary>
    public IReadOnlyList<Turn> Turns(JsonText instructions)
    {
        if (!instructions.IsEmpty)
            turns.Insert(0, new Turn(TurnRole.System, [new TextPart(instructions)]));
        return turns;
    }

    private void ReadItem(in ResponsesItemFields item)
    {
        if (item.Type.IsEmpty || item.IsType("message"u8))
            ReadMessage(item);
        else if (item.IsType("function_call"u8))
            Said(Call(item, new ToolArguments(default, item.Arguments)));
        else if (item.IsType("custom_tool_call"u8))
            Said(Call(item, new ToolArguments(default, item.Input)) with { IsCustom = true });
        else if (item.IsType("local_shell_call"u8))
            Said(Call(item, new ToolArguments(item.Action, default)) with { Name = LocalShell });
        else if (item.IsType("tool_search_call"u8))
            Said(Call(item, new ToolArguments(item.ArgumentsObject, item.Arguments)) with { Name = ToolSearch.Name });
        else if (item.IsType("reasoning"u8))
            ReadReasoning(item);
        else if (item.IsType("function_call_output"u8) || item.IsType("local_shell_call_output"u8))
            Got(item, ResponsesContentReader.Read(item.Output), isCustom: false);
        else if (item.IsType("custom_tool_call_output"u8))
            Got(item, ResponsesContentReader.Read(item.Output), isCustom: true);
        else if ((item.IsType("additional_tools"u8) || item.IsType("tool_search_output"u8)) && !item.Tools.IsEmpty)
        {
            int known = tools.Tools.Count;
            var list = new JsonCursor(item.Tools.Utf8);
            tools.ReadList(ref list);
            if (item.IsType("tool_search_output"u8))
                Got(item, [new TextPart(ToolSearch.Found(tools.Tools.Skip(known)))], isCustom: false);
        }
        else if (item.IsType("tool_search_output"u8))
        {
            Got(item, [new TextPart(ToolSearch.Found([]))], isCustom: false);
        }
    }

    private void ReadMessage(in ResponsesItemFields item)
    {
        var parts = ResponsesContentReader.Read(item.Content);
        if (parts.Count == 0)
            return;
        if (item.IsRole("assistant"u8))
        {
            foreach (var part in parts)
                Said(part);
            return;
        }

        CloseTurn();
        turns.Add(new Turn(item.IsRole("system"u8) || item.IsRole("developer"u8) ? TurnRole.System : TurnRole.User, parts));
    }

    private void ReadReasoning(in ResponsesItemFields item)
    {
        if (ReasoningSeal.Read(item.EncryptedContent) is { } ours)
            Said(new ReasoningPart(ours.Text.IsEmpty ? ResponsesContentReader.Reasoning(item.Content) : ours.Text, item.EncryptedContent));
        else if (!item.EncryptedContent.IsEmpty)
            Said(new ReasoningPart(default, item.EncryptedContent));
        else if (ResponsesContentReader.Reasoning(item.Content) is { IsEmpty: false } text)
            Said(new ReasoningPart(text, default));
    }

    private static ToolCallPart Call(in ResponsesItemFields item, ToolArguments arguments) => new()
    {
        CallId = item.CallId.IsEmpty ? item.Id : item.CallId,
        Name = item.Name,
        Namespace = item.Namespace,
        Arguments = arguments,
    };

    private void Said(Part part)
    {
        if (results.Count > 0)
            CloseTurn();
        assistant.Add(part);
    }

    private void Got(in ResponsesItemFields item, IReadOnlyList<Part> content, bool isCustom)
    {
        if (assistant.Count > 0)
            CloseTurn();
        results.Add(new ToolResultPart
        {
            CallId = item.CallId.IsEmpty ? item.Id : item.CallId,
            Content = content,
            IsCustom = isCustom,
        });
    }

    private void CloseTurn()
    {
        if (assistant.Count > 0)
            turns.Add(new Turn(TurnRole.Assistant, assistant.ToArray()));
        if (results.Count > 0)
            turns.Add(new Turn(TurnRole.User, results.ToArray()));
        assistant.Clear();
        results.Clear();
    }
}
