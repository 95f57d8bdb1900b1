using System.Text;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Responses;

/// <summary>Tells a sink of output items that are whole, leaving out what their deltas told already.</summary>
internal sealed class ResponsesOutputReader(IAnswerSink sink)
{
    private readonly HashSet<long> told = [];
    private readonly HashSet<long> done = [];
    private readonly HashSet<string> calls = [];

    public bool HasItems => told.Count + done.Count > 0;

    /// <summary>Notes that content of an item came in pieces.</summary>
    public void Told(long index) => told.Add(index);

    public bool IsTold(long index) => told.Contains(index);

    /// <summary>Notes that a call was told of, in whatever place.</summary>
    public void ToldCall(ReadOnlySpan<byte> id) => calls.Add(Encoding.UTF8.GetString(id));

    /// <summary>
    /// Reads the list <c>output</c>. Where anything was told before, only calls are taken from it that were not: texts have no name by which they could be known again,
    /// and a place in the list need not be the place in the stream.
    /// </summary>
    public void ReadList(ref JsonCursor cursor)
    {
        int depth = cursor.Depth;
        bool isRest = HasItems;
        long index = isRest ? Math.Max(told.DefaultIfEmpty(-1).Max(), done.DefaultIfEmpty(-1).Max()) + 1 : 0;
        while (cursor.NextElement(depth))
        {
            if (!cursor.IsObject)
                continue;

            ReadOnlySpan<byte> item = cursor.Raw();
            if (!isRest || IsNewCall(item))
                Read(index++, item);
        }
    }

    /// <param name="index">Its place in the output.</param>
    /// <param name="item">The whole item.</param>
    public void Read(long index, ReadOnlySpan<byte> item)
    {
        if (!done.Add(index))
            return;
        ReadOnlySpan<byte> type = default, call = default, name = default, arguments = default, sealText = default, content = default, summary = default;
        bool isInput = false;
        var cursor = new JsonCursor(item);
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("type"u8))
                type = cursor.Text;
            else if (cursor.NameIs("call_id"u8))
                call = cursor.Text;
            else if (cursor.NameIs("name"u8))
                name = cursor.Text;
            else if (cursor.NameIs("arguments"u8))
                arguments = cursor.Text;
            else if (cursor.NameIs("input"u8) && cursor.IsString)
            {
                isInput = true;
                arguments = cursor.Raw();
            }
            else if (cursor.NameIs("encrypted_content"u8))
                sealText = cursor.Text;
            else if (cursor.NameIs("content"u8) && cursor.IsArray)
                content = cursor.Raw();
            else if (cursor.NameIs("summary"u8) && cursor.IsArray)
                summary = cursor.Raw();
        }

        if (!call.IsEmpty)
            ToldCall(call);
        if (type.SequenceEqual("message"u8))
            Texts(index, content, isReasoning: false);
        else if (type.SequenceEqual("function_call"u8))
            sink.ToolCall(new ToolCallDelta { Index = Number(index), Id = call, Name = name, Arguments = IsTold(index) ? default : arguments, IsComplete = true });
        else if (type.SequenceEqual("custom_tool_call"u8) && isInput)
            Custom(index, call, name, arguments);
        else if (type.SequenceEqual("reasoning"u8))
        {
            if (!Texts(index, content, isReasoning: true))
                Texts(index, summary, isReasoning: true);
            Seal(sealText);
        }
    }

    /// <summary>A number that fits; no answer has so many items.</summary>
    public static int Number(long index) => (int)Math.Clamp(index, 0, int.MaxValue);

    private bool IsNewCall(ReadOnlySpan<byte> item)
    {
        bool isCall = false, isKnown = true;
        var cursor = new JsonCursor(item);
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("type"u8))
                isCall = cursor.TextIs("function_call"u8) || cursor.TextIs("custom_tool_call"u8);
            else if (cursor.NameIs("call_id"u8))
                isKnown = calls.Contains(Encoding.UTF8.GetString(cursor.Text));
        }

        return isCall && !isKnown;
    }

    // A freeform tool was offered as a function with one text; the answer goes back the same way.
    private void Custom(long index, ReadOnlySpan<byte> call, ReadOnlySpan<byte> name, ReadOnlySpan<byte> input)
    {
        var wrapped = new JsonSplice();
        wrapped.Raw("{\"input\":"u8);
        wrapped.Raw(input);
        wrapped.Raw((byte)'}');
        sink.ToolCall(new ToolCallDelta { Index = Number(index), Id = call, Name = name, ArgumentsValue = wrapped.Written, IsComplete = true });
        wrapped.Clear();
    }

    private bool Texts(long index, ReadOnlySpan<byte> parts, bool isReasoning)
    {
        if (parts.IsEmpty || IsTold(index))
            return IsTold(index);
        bool hasText = false;
        var cursor = new JsonCursor(parts);
        int depth = cursor.Depth;
        while (cursor.NextElement(depth))
        {
            if (!cursor.IsObject)
                continue;
            int inner = cursor.Depth;
            while (cursor.NextMember(inner))
            {
                if (!cursor.IsString || cursor.Text.IsEmpty || !(cursor.NameIs("text"u8) || cursor.NameIs("refusal"u8)))
                    continue;
                if (!isReasoning)
                {
                    sink.Text(cursor.Text);
                    continue;
                }

                if (hasText)
                    sink.Reasoning("\\n\\n"u8);
                hasText = true;
                sink.Reasoning(cursor.Text);
            }
        }

        return hasText;
    }

    private void Seal(ReadOnlySpan<byte> inner)
    {
        if (inner.IsEmpty)
            return;
        var seal = new JsonSplice();
        ReasoningSeal.Write(SealOrigin.ResponsesContent, inner, seal);
        sink.ReasoningSeal(seal.Written);
        seal.Clear();
    }
}
