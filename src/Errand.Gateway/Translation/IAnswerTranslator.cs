using System.Buffers;
using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.Translation;

/// <summary>Turns the bytes of one upstream answer into the bytes of one client answer. Any chunking of the same bytes gives the same client bytes.</summary>
public interface IAnswerTranslator
{
    /// <summary>Reads what arrived and writes what it means. Bytes belong to the client's stream only while <see cref="HasStarted"/>.</summary>
    void Read(ReadOnlySpan<byte> upstream, IBufferWriter<byte> client);

    /// <summary>The upstream's answer ended, or was reset if <paramref name="isTorn"/>; writes the client's end: proper only if the upstream's was.</summary>
    void End(bool isTorn, IBufferWriter<byte> client);

    /// <summary>Ends the client's answer because of something that is not in the upstream's bytes (stall, budget).</summary>
    void Fail(GatewayFault fault, IBufferWriter<byte> client);

    /// <summary>False as long as nothing was written for the client, so that a failure can still be an HTTP status or a retry. An upstream error frame before any content leaves it false.</summary>
    bool HasStarted { get; }

    /// <summary>True once the answer has its end, proper or not; later bytes are ignored.</summary>
    bool HasEnded { get; }

    /// <summary>Why the answer failed; null while it has not.</summary>
    GatewayFault? Fault { get; }

    /// <summary>What is known so far; estimated from the bytes seen when the upstream gave none.</summary>
    TokenUsage Usage { get; }
}
