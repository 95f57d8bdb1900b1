using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Translation.Answers;

/// <summary>Brings an upstream's answer into legal order: one block open at a time, one tool call after the other, ids and names on every call, one end.</summary>
/// <remarks>
/// Upstreams mix reasoning, text and the pieces of parallel calls; clients take a block only as a whole. A call that is open stays open until
/// its JSON is whole, and what comes meanwhile waits. Text and reasoning go straight through while nothing waits.
/// </remarks>
internal sealed class AnswerShaper(IAnswerWriter writer, AnswerContext context) : IAnswerSink
{
    private static ReadOnlySpan<byte> UnknownTool => "unknown_tool"u8;

    private readonly List<HeldBlock> waiting = [];
    private readonly List<ShapedCall> calls = [];
    private readonly JsonSplice seal = new();
    private BlockKind? open;
    private ShapedCall? openCall;
    private bool hasStarted;
    private bool hasCalls;
    private FinishReason? finish;
    private AnswerUsage usage = new(context.RequestTokens);

    public bool HasEnded { get; private set; }

    public GatewayFault? Fault { get; private set; }

    public TokenUsage UsageSoFar => usage.Current;

    public void Reasoning(ReadOnlySpan<byte> escaped) => Content(BlockKind.Reasoning, escaped);

    public void Text(ReadOnlySpan<byte> escaped) => Content(BlockKind.Text, escaped);

    public void ReasoningSeal(ReadOnlySpan<byte> escaped)
    {
        if (HasEnded || escaped.IsEmpty)
            return;
        if (IsWaiting)
        {
            HeldFor(BlockKind.Reasoning).Seal.Raw(escaped);
            return;
        }

        // A seal is whole: a second one is another thought's, of which nothing but the seal came.
        if (open != BlockKind.Reasoning || seal.Length > 0)
            OpenBlock(BlockKind.Reasoning);
        seal.Raw(escaped);
    }

    public void ToolCall(in ToolCallDelta delta)
    {
        if (HasEnded)
            return;

        var call = CallOf(delta);
        call.Index ??= delta.Index;
        call.Identify(delta.Id);
        call.Call(delta.Name, context.Tools);
        call.IsFreeform = !call.IsOpened && context.Tools.HasFreeform && context.Tools.Find(call.Name) is { IsCustom: true };
        if (!delta.Arguments.IsEmpty)
            Arguments(call, delta.Arguments);
        if (!delta.ArgumentsValue.IsEmpty && !delta.ArgumentsValue.SequenceEqual("null"u8))
        {
            var scratch = new JsonSplice();
            scratch.Escaped(delta.ArgumentsValue);
            Arguments(call, scratch.Written);
            scratch.Clear();
        }

        if (delta.IsComplete)
            call.Complete();
        WriteWaiting(isEnd: false);
    }

    public void Finish(FinishReason reason) => finish = reason;

    public void Usage(in TokenUsage usage)
    {
        if (!HasEnded)
            this.usage.Report(usage);
    }

    public void Fail(UpstreamError error) => Fail(UpstreamFault.Of(error));

    public void End(bool isProper)
    {
        if (HasEnded)
            return;
        if (!isProper)
        {
            Fail(UpstreamFault.Torn);
            return;
        }

        Start();
        WriteWaiting(isEnd: true);
        CloseOpen();
        HasEnded = true;
        writer.Complete(Reason(), usage.Current);
    }

    /// <summary>Ends the answer because of something that the upstream did not say.</summary>
    public void Fail(GatewayFault fault)
    {
        if (HasEnded)
            return;

        HasEnded = true;
        Fault = fault;
        if (hasStarted)
            writer.Fail(fault);
    }

    private bool IsWaiting => waiting.Count > 0 || openCall is { IsComplete: false };

    private void Content(BlockKind kind, ReadOnlySpan<byte> escaped)
    {
        if (HasEnded || escaped.IsEmpty)
            return;

        usage.Seen(escaped.Length, kind);
        if (IsWaiting)
        {
            HeldFor(kind).Content.Raw(escaped);
            WriteWaiting(isEnd: false);
            return;
        }

        // A sealed block is whole; what is thought after it is the next one.
        if (open != kind || seal.Length > 0)
            OpenBlock(kind);
        writer.Delta(escaped);
    }

    private HeldBlock HeldFor(BlockKind kind)
    {
        if (waiting.Count > 0 && waiting[^1] is { } last && last.Kind == kind && last.Seal.Length == 0)
            return last;

        var block = new HeldBlock(kind, null);
        waiting.Add(block);
        return block;
    }

    private void Arguments(ShapedCall call, ReadOnlySpan<byte> escaped)
    {
        usage.Seen(escaped.Length, BlockKind.ToolCall);
        var now = call.Take(escaped);
        if (!now.IsEmpty && ReferenceEquals(call, openCall))
            writer.Delta(now);
    }

    private ShapedCall CallOf(in ToolCallDelta delta)
    {
        var found = Known(delta);
        if (found is not null)
            return found;

        var call = new ShapedCall { Index = delta.Index };
        calls.Add(call);
        waiting.Add(new HeldBlock(BlockKind.ToolCall, call));
        return call;
    }

    private ShapedCall? Known(in ToolCallDelta delta)
    {
        for (var at = calls.Count - 1; at >= 0; at--)
        {
            var call = calls[at];
            if (delta.Index is { } index && call.Index is { } known && index != known)
                continue;

            var isSameId = !delta.Id.IsEmpty && call.Id.SequenceEqual(delta.Id);
            // A number that comes again with another id and a name, or with a name after a whole call, is the next call of a server that does not count.
            var isNext = !delta.Name.IsEmpty && !isSameId
                && (IsOther(delta.Id, call.Id) || (delta.Id.IsEmpty || call.Id.IsEmpty) && call.IsComplete && (HasContent(delta) || IsOther(delta.Name, call.Name))
                    || delta.Id.IsEmpty && IsOther(delta.Name, call.Name) && call.HasArguments);
            if (delta.Index is not null && call.Index is not null)
                return isNext ? null : call;
            if (isSameId)
                return call;
            if (delta.Id.IsEmpty || call.Id.IsEmpty)
                return isNext ? null : call;
        }

        return null;

        static bool HasContent(in ToolCallDelta delta) => !delta.Arguments.IsEmpty || !delta.ArgumentsValue.IsEmpty;

        static bool IsOther(ReadOnlySpan<byte> said, ReadOnlySpan<byte> known) => !said.IsEmpty && !known.IsEmpty && !said.SequenceEqual(known);
    }

    private void WriteWaiting(bool isEnd)
    {
        while (waiting.Count > 0 && (isEnd || openCall is null or { IsComplete: true }))
        {
            var block = waiting[0];
            if (block.Call is { } call)
            {
                var isReady = !call.Name.IsEmpty && (call.HasArguments || call.IsComplete && !call.IsPlaceholder || waiting.Count > 1);
                if (!isReady && !isEnd)
                    return;

                waiting.RemoveAt(0);
                // What has neither a name nor arguments was never a call.
                if (!call.Name.IsEmpty || !call.Held.IsEmpty)
                    WriteCall(call);
            }
            else
            {
                waiting.RemoveAt(0);
                WriteHeld(block);
            }
        }
    }

    private void WriteHeld(HeldBlock block)
    {
        OpenBlock(block.Kind);
        if (block.Content.Length > 0)
            writer.Delta(block.Content.Written);
        seal.Raw(block.Seal.Written);
        block.Content.Clear();
        block.Seal.Clear();
    }

    private void WriteCall(ShapedCall call)
    {
        CloseOpen();
        Start();
        hasCalls = true;
        var isTaken = call.Id.IsEmpty;
        foreach (var other in calls)
            isTaken |= other.IsOpened && other.Id.SequenceEqual(call.Id);
        var name = call.Name.IsEmpty ? UnknownTool : call.Name;
        writer.OpenToolCall(isTaken ? context.Ids.NextCall() : call.Id, name, context.Tools.Find(name));
        open = BlockKind.ToolCall;
        openCall = call;
        var held = ArgumentText.Repaired(call);
        call.Open(!held.IsEmpty);
        if (!held.IsEmpty)
            writer.Delta(held);
    }

    private void OpenBlock(BlockKind kind)
    {
        CloseOpen();
        Start();
        writer.Open(kind);
        open = kind;
    }

    private void CloseOpen()
    {
        if (open is null)
            return;
        if (openCall is { HasWritten: false })
            writer.Delta("{}"u8);
        writer.Close(seal.Written);
        seal.Clear();
        open = null;
        openCall = null;
    }

    private void Start()
    {
        if (hasStarted)
            return;

        hasStarted = true;
        writer.Start();
    }

    private FinishReason Reason()
    {
        if (finish == FinishReason.Length)
            return FinishReason.Length;
        if (hasCalls)
            return FinishReason.ToolCalls;

        return finish is null or FinishReason.ToolCalls ? FinishReason.Stop : finish.Value;
    }
}
