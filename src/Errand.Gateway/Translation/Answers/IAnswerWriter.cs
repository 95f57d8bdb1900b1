using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Translation.Answers;

/// <summary>Writes an answer in a client's dialect, as a stream or as one body. Called in legal order only: one block open at a time, every block closed before <see cref="Complete"/>.</summary>
public interface IAnswerWriter
{
    void Start();

    /// <summary>Opens a block of text or reasoning.</summary>
    void Open(BlockKind kind);

    /// <summary>Opens a call of a tool.</summary>
    /// <param name="id">Escaped, never empty, unique in the answer.</param>
    /// <param name="name">Escaped; the upstream's name, for a tool that the client did not offer.</param>
    /// <param name="tool">The client's own definition; null if the model named a tool that there is not.</param>
    void OpenToolCall(ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ToolDefinition? tool);

    /// <summary>The next piece of the open block: text, reasoning, or arguments as JSON string content, still escaped.</summary>
    void Delta(ReadOnlySpan<byte> escaped);

    /// <summary>Closes the open block.</summary>
    /// <param name="seal">Reasoning only: the upstream's own seal, escaped; empty = none, and the writer makes one of its own where its dialect needs one.</param>
    void Close(ReadOnlySpan<byte> seal);

    /// <summary>The one proper end.</summary>
    void Complete(FinishReason reason, in TokenUsage usage);

    /// <summary>The one improper end.</summary>
    void Fail(GatewayFault fault);
}
