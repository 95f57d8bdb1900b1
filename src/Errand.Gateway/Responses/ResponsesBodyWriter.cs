using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Responses;

/// <summary>Writes an answer as one Responses body. A failed one has no body of its own: it becomes an HTTP error.</summary>
internal sealed class ResponsesBodyWriter(JsonSplice output, ResponsesEnvelope envelope) : IAnswerWriter
{
    private readonly ResponsesItem item = new(envelope.Id);
    private readonly JsonSplice items = new();

    public void Start()
    {
    }

    public void Open(BlockKind kind) => item.Begin(kind == BlockKind.Reasoning ? ResponsesItemKind.Reasoning : ResponsesItemKind.Message);

    public void OpenToolCall(ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ToolDefinition? tool) => item.BeginCall(id, name, tool);

    public void Delta(ReadOnlySpan<byte> escaped) => item.Append(escaped);

    public void Close(ReadOnlySpan<byte> seal)
    {
        item.Finish(seal);
        if (items.Length > 0)
            items.Raw((byte)',');
        item.Write(items, isDone: true);
    }

    public void Complete(FinishReason reason, in TokenUsage usage)
    {
        envelope.WriteEnded(output, reason, items.Written, usage);
        Release();
    }

    public void Fail(GatewayFault fault) => Release();

    private void Release()
    {
        item.Release();
        items.Clear();
    }
}
