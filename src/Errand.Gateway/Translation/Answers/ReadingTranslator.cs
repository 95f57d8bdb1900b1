using System.Buffers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Translation.Answers;

/// <summary>What is the same for all ways to read an answer: once it has ended nothing more is taken, and one piece of the upstream's becomes one of the client's.</summary>
/// <param name="reader">Reads the upstream's bytes.</param>
/// <param name="output">What is written because of them; it holds the client's bytes of one call.</param>
internal abstract class ReadingTranslator(IAnswerReader reader, JsonSplice output) : IAnswerTranslator
{
    public bool HasStarted { get; private set; }

    public abstract bool HasEnded { get; }

    public abstract GatewayFault? Fault { get; }

    public abstract TokenUsage Usage { get; }

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
        if (HasEnded)
            return;

        Fail(fault);
        Flush(client);
    }

    protected abstract void Fail(GatewayFault fault);

    /// <summary>Completes what was written; false = it is held back for now.</summary>
    protected virtual bool IsReady() => true;

    private void Flush(IBufferWriter<byte> client)
    {
        if (!IsReady() || output.Length == 0)
            return;

        HasStarted = true;
        output.MoveTo(client);
    }
}
