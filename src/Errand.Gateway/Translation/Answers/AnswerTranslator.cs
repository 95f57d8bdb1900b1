using System.Buffers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Translation.Answers;

/// <summary>One protocol's reader, the shaper, and one dialect's writer, as one.</summary>
/// <param name="reader">Tells <paramref name="shaper"/>.</param>
/// <param name="shaper">Calls the writer.</param>
/// <param name="output">What the writer writes to: it holds the client's bytes of one call, so that one piece of the upstream's becomes one of the client's.</param>
internal sealed class AnswerTranslator(IAnswerReader reader, AnswerShaper shaper, JsonSplice output) : IAnswerTranslator
{
    public bool HasStarted { get; private set; }

    public bool HasEnded => shaper.HasEnded;

    public GatewayFault? Fault => shaper.Fault;

    public TokenUsage Usage => shaper.UsageSoFar;

    public void Read(ReadOnlySpan<byte> upstream, IBufferWriter<byte> client)
    {
        if (HasEnded)
            return;

        reader.Read(upstream);
        Flush(client);
    }

    public void End(bool isTorn, IBufferWriter<byte> client)
    {
        if (HasEnded)
            return;

        reader.End(isTorn);
        Flush(client);
    }

    public void Fail(GatewayFault fault, IBufferWriter<byte> client)
    {
        shaper.Fail(fault);
        Flush(client);
    }

    private void Flush(IBufferWriter<byte> client)
    {
        if (output.Length == 0)
            return;

        HasStarted = true;
        output.MoveTo(client);
    }
}
