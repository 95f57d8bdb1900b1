using Errand.Gateway.Translation;

namespace Errand.Gateway.Messages;

/// <summary>The upstream's half of Messages.</summary>
internal static class UpstreamSides
{
    public static UpstreamSide Anthropic { get; } = new(
        UpstreamRequestWriter.Write,
        (sink, isStream) => isStream ? new UpstreamEventReader(sink) : new UpstreamBodyReader(sink));
}
