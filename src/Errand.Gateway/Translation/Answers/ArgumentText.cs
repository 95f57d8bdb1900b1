using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Translation.Answers;

internal static class ArgumentText
{
    /// <summary>A call's held arguments as they should have come: nothing for <c>null</c> and blanks, the inner JSON where the server encoded twice.</summary>
    public static ReadOnlySpan<byte> Repaired(ShapedCall call)
    {
        if (call.IsWrapped)
            return Unwrapped(call.Held);

        var text = call.Held;
        return text.Trim(" \t\r\nrnt\\"u8).IsEmpty || text.SequenceEqual("null"u8) ? default : text;
    }

    // One level of escapes taken off leaves a JSON string, and what stands between its quotes is what should have been sent.
    private static ReadOnlySpan<byte> Unwrapped(ReadOnlySpan<byte> escaped)
    {
        var plain = new JsonSplice();
        plain.Unescaped(escaped);
        var inner = plain.ToArray().AsSpan().Trim(" \t\r\n"u8);
        return inner is [(byte)'"', .., (byte)'"'] ? inner[1..^1] : escaped;
    }
}
