using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Translation.Answers;

/// <summary>A block that has to wait until the open call is whole.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Call">The call; null for text and reasoning.</param>
internal sealed record HeldBlock(BlockKind Kind, ShapedCall? Call)
{
    public JsonSplice Content { get; } = new();

    public JsonSplice Seal { get; } = new();
}
