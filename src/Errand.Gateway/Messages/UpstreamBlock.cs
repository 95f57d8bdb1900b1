using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Messages;

/// <summary>Tells a sink of the content blocks of an answer, whether they come in pieces or whole. Blocks of tools that ran on the vendor's server are left out.</summary>
internal sealed class UpstreamBlock(IAnswerSink sink)
{
    private readonly JsonSplice signature = new();
    private readonly JsonSplice input = new();
    private int? open;
    private bool isTool;
    private bool hasPieces;

    /// <param name="index">The block's number.</param>
    /// <param name="content">The block as it begins, or the whole of it.</param>
    public void Start(int index, ReadOnlySpan<byte> content)
    {
        Stop(open);
        open = index;
        isTool = hasPieces = false;
        if (content.IsEmpty)
            return;

        ReadOnlySpan<byte> type = default, text = default, sealText = default, id = default, name = default;
        var cursor = new JsonCursor(content);
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("type"u8))
                type = cursor.Text;
            else if (cursor.NameIs("text"u8) || cursor.NameIs("thinking"u8))
                text = cursor.Text;
            else if (cursor.NameIs("signature"u8) || cursor.NameIs("data"u8))
                sealText = cursor.Text;
            else if (cursor.NameIs("id"u8))
                id = cursor.Text;
            else if (cursor.NameIs("name"u8))
                name = cursor.Text;
            else if (cursor.NameIs("input"u8) && cursor.IsObject)
                input.Raw(cursor.Raw());
        }

        if (type.SequenceEqual("text"u8))
            sink.Text(text);
        else if (type.SequenceEqual("thinking"u8))
        {
            sink.Reasoning(text);
            signature.Raw(sealText);
        }
        else if (type.SequenceEqual("redacted_thinking"u8))
            Seal(SealOrigin.AnthropicRedacted, sealText);
        else if (type.SequenceEqual("tool_use"u8))
        {
            isTool = true;
            sink.ToolCall(new ToolCallDelta { Index = index, Id = id, Name = name });
        }
    }

    public void Delta(int index, ReadOnlySpan<byte> delta)
    {
        if (delta.IsEmpty)
            return;
        var cursor = new JsonCursor(delta);
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (!cursor.IsString || cursor.Text.IsEmpty)
                continue;
            if (cursor.NameIs("text"u8))
                sink.Text(cursor.Text);
            else if (cursor.NameIs("thinking"u8))
                sink.Reasoning(cursor.Text);
            else if (cursor.NameIs("signature"u8))
                signature.Raw(cursor.Text);
            else if (cursor.NameIs("partial_json"u8) && isTool)
            {
                hasPieces = true;
                sink.ToolCall(new ToolCallDelta { Index = index, Arguments = cursor.Text });
            }
        }
    }

    /// <param name="index">Null = whatever block is open.</param>
    public void Stop(int? index)
    {
        if (open is not { } current || (index is not null && index != current))
            return;
        if (signature.Length > 0)
            Seal(SealOrigin.AnthropicSignature, signature.Written);
        signature.CutTo(0);
        if (isTool)
            sink.ToolCall(new ToolCallDelta { Index = current, ArgumentsValue = hasPieces ? default : input.Written, IsComplete = true });
        input.CutTo(0);
        open = null;
        isTool = false;
    }

    private void Seal(SealOrigin origin, ReadOnlySpan<byte> inner)
    {
        var seal = new JsonSplice();
        ReasoningSeal.Write(origin, inner, seal);
        sink.ReasoningSeal(seal.Written);
        seal.Clear();
    }
}
