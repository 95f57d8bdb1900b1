using System.Buffers;

namespace Errand.Gateway.Translation;

internal static class ToolNameCharacters
{
    public static SearchValues<byte> Allowed { get; } = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"u8);
}
