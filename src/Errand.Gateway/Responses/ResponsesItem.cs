using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Responses;

/// <summary>The output item that is being written. One object serves all items of an answer.</summary>
internal sealed class ResponsesItem
{
    private readonly string answerId;
    private readonly JsonSplice[] buffers;
    private readonly JsonSplice text = new();
    private readonly JsonSplice seal = new();
    private readonly JsonSplice callId = new();
    private readonly JsonSplice name = new();
    private readonly JsonSplice group = new();
    private readonly JsonSplice id = new();

    /// <param name="answerId">What the ids of all items of this answer have in common.</param>
    public ResponsesItem(string answerId)
    {
        this.answerId = answerId;
        buffers = [text, seal, callId, name, group, id];
    }

    public ResponsesItemKind Kind { get; private set; }

    /// <summary>Its place in <c>output</c>.</summary>
    public int Index { get; private set; } = -1;

    public ReadOnlySpan<byte> Id => id.Written;

    public ReadOnlySpan<byte> Name => name.Written;

    /// <summary>Escaped: the text so far; after <see cref="Finish"/> of a custom call its input.</summary>
    public ReadOnlySpan<byte> Text => text.Written;

    public void Begin(ResponsesItemKind kind)
    {
        Kind = kind;
        Index++;
        foreach (var buffer in buffers)
            buffer.CutTo(0);
        // OpenAI refuses an item whose id does not begin as its kind wants it.
        id.Raw(kind switch
        {
            ResponsesItemKind.Reasoning => "rs_"u8,
            ResponsesItemKind.Message => "msg_"u8,
            ResponsesItemKind.Custom => "ctc_"u8,
            ResponsesItemKind.LocalShell => "lsh_"u8,
            ResponsesItemKind.ToolSearch => "tsc_"u8,
            _ => "fc_"u8,
        });
        id.Escaped(answerId);
        id.Number(Index);
    }

    /// <param name="call">Escaped.</param>
    /// <param name="upstreamName">Escaped.</param>
    /// <param name="tool">The client's own; null if there is none of that name.</param>
    public void BeginCall(ReadOnlySpan<byte> call, ReadOnlySpan<byte> upstreamName, ToolDefinition? tool)
    {
        Begin(tool switch
        {
            { IsCustom: true } => ResponsesItemKind.Custom,
            { IsLocalShell: true } => ResponsesItemKind.LocalShell,
            { IsToolSearch: true } => ResponsesItemKind.ToolSearch,
            _ => ResponsesItemKind.Function,
        });
        callId.Raw(call);
        name.Raw(tool is null ? upstreamName : tool.Name.Escaped.Span);
        if (tool is not null)
            group.Raw(tool.Namespace.Escaped.Span);
    }

    /// <summary>Gives the buffers back.</summary>
    public void Release()
    {
        foreach (var buffer in buffers)
            buffer.Clear();
    }

    public void Append(ReadOnlySpan<byte> escaped) => text.Raw(escaped);

    public void Finish(ReadOnlySpan<byte> upstreamSeal)
    {
        switch (Kind)
        {
            case ResponsesItemKind.Reasoning:
                ReasoningSeal.WriteWithText(text.Written, upstreamSeal, seal);
                break;
            case ResponsesItemKind.Custom:
                byte[] input = CustomToolInput.Of(text.Written);
                text.CutTo(0);
                text.Raw(input);
                break;
            case ResponsesItemKind.Function when text.Length == 0:
                text.Raw("{}"u8);
                break;
        }
    }

    /// <param name="output">Takes the item's JSON.</param>
    /// <param name="isDone">False for the empty item that opens it in a stream.</param>
    public void Write(JsonSplice output, bool isDone)
    {
        output.Raw("{\"id\":"u8);
        output.Quoted(Id);
        switch (Kind)
        {
            case ResponsesItemKind.Reasoning:
                output.Raw(",\"type\":\"reasoning\",\"summary\":[],\"content\":["u8);
                if (isDone && text.Length > 0)
                    WritePart(output, Text);
                output.Raw("],\"encrypted_content\":"u8);
                output.Quoted(seal.Written);
                WriteStatus(output, isDone);
                break;
            case ResponsesItemKind.Message:
                output.Raw(",\"type\":\"message\",\"role\":\"assistant\",\"content\":["u8);
                if (isDone)
                    WritePart(output, Text);
                output.Raw("]"u8);
                WriteStatus(output, isDone);
                break;
            case ResponsesItemKind.Function:
                output.Raw(",\"type\":\"function_call\""u8);
                WriteCall(output);
                output.Raw(",\"arguments\":"u8);
                output.Quoted(isDone ? Text : default);
                WriteStatus(output, isDone);
                break;
            case ResponsesItemKind.Custom:
                output.Raw(",\"type\":\"custom_tool_call\""u8);
                WriteCall(output);
                output.Raw(",\"input\":"u8);
                output.Quoted(isDone ? Text : default);
                WriteStatus(output, isDone);
                break;
            case ResponsesItemKind.ToolSearch:
                output.Raw(",\"type\":\"tool_search_call\",\"execution\":\"client\",\"call_id\":"u8);
                output.Quoted(callId.Written);
                output.Raw(",\"arguments\":"u8);
                ToolSearch.WriteArguments(isDone ? Text : default, output);
                WriteStatus(output, isDone);
                break;
            default:
                output.Raw(",\"type\":\"local_shell_call\",\"call_id\":"u8);
                output.Quoted(callId.Written);
                output.Raw(",\"action\":"u8);
                LocalShellAction.Write(isDone ? Text : default, output);
                WriteStatus(output, isDone);
                break;
        }

        output.Raw("}"u8);
    }

    /// <summary>The one content part of a message or of reasoning.</summary>
    public void WritePart(JsonSplice output, ReadOnlySpan<byte> content)
    {
        bool isReasoning = Kind == ResponsesItemKind.Reasoning;
        output.Raw(isReasoning ? "{\"type\":\"reasoning_text\",\"text\":"u8 : "{\"type\":\"output_text\",\"text\":"u8);
        output.Quoted(content);
        output.Raw(isReasoning ? "}"u8 : ",\"annotations\":[],\"logprobs\":[]}"u8);
    }

    private void WriteCall(JsonSplice output)
    {
        output.Raw(",\"call_id\":"u8);
        output.Quoted(callId.Written);
        output.Raw(",\"name\":"u8);
        output.Quoted(Name);
        if (group.Length == 0)
            return;
        // Codex knows the tool by both; the name alone, or both in one, is an "unsupported call" to it.
        output.Raw(",\"namespace\":"u8);
        output.Quoted(group.Written);
    }

    private static void WriteStatus(JsonSplice output, bool isDone) =>
        output.Raw(isDone ? ",\"status\":\"completed\""u8 : ",\"status\":\"in_progress\""u8);
}
