using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Translation;

/// <summary>
/// What the gateway puts into <c>signature</c> and <c>encrypted_content</c>, so that reasoning survives the way through a client that knows
/// neither the upstream nor its seal, and a restart of the gateway: <c>gw1:TEXT:OF</c>. TEXT is the reasoning itself as base64url (empty
/// where the dialect carries the text beside the seal), O a letter for the protocol that made the inner seal F. The name is a version.
/// </summary>
/// <param name="Origin">The protocol that made <paramref name="Inner"/>.</param>
/// <param name="Text">The reasoning as escaped string content; empty if it is not in the seal.</param>
/// <param name="Inner">The upstream's own seal, escaped.</param>
internal readonly record struct ReasoningSeal(SealOrigin Origin, JsonText Text, JsonText Inner)
{
    public static ReadOnlySpan<byte> Prefix => "gw1:"u8;

    public static bool IsOurs(ReadOnlySpan<byte> seal) => seal.StartsWith(Prefix);

    /// <summary>Null if the seal is not the gateway's. A seal of the gateway that cannot be read has no origin.</summary>
    public static ReasoningSeal? Read(JsonText seal)
    {
        if (!IsOurs(seal.Escaped.Span))
            return null;
        var rest = seal.Escaped[Prefix.Length..];
        int colon = rest.Span.IndexOf((byte)':');
        if (colon < 0)
            return default(ReasoningSeal);
        var (origin, inner) = colon + 1 < rest.Length
            ? ((SealOrigin)rest.Span[colon + 1], new JsonText(rest[(colon + 2)..]))
            : (SealOrigin.None, default);
        var text = Decode(rest.Span[..colon]);
        if (text.IsEmpty && colon > 0)
            return default(ReasoningSeal);
        return new ReasoningSeal(Enum.IsDefined(origin) ? origin : SealOrigin.None, text, inner);
    }

    /// <summary>Writes a seal that holds what the upstream made and no text.</summary>
    public static void Write(SealOrigin origin, ReadOnlySpan<byte> inner, JsonSplice output)
    {
        output.Raw(Prefix);
        output.Raw([(byte)':', (byte)origin]);
        output.Raw(inner);
    }

    /// <summary>Writes a seal that holds the text too.</summary>
    /// <param name="text">Escaped.</param>
    /// <param name="seal">As it came from an upstream's reader; empty = there is none.</param>
    /// <param name="output">Takes the seal.</param>
    public static void WriteWithText(ReadOnlySpan<byte> text, ReadOnlySpan<byte> seal, JsonSplice output)
    {
        output.Raw(Prefix);
        byte[] room = ArrayPool<byte>.Shared.Rent(Base64Url.GetEncodedLength(text.Length));
        Base64Url.EncodeToUtf8(text, room, out _, out int written);
        output.Raw(room.AsSpan(0, written));
        ArrayPool<byte>.Shared.Return(room);
        output.Raw(":"u8);
        int inner = IsOurs(seal) ? seal[Prefix.Length..].IndexOf((byte)':') : -1;
        if (inner >= 0)
            output.Raw(seal[(Prefix.Length + inner + 1)..]);
    }

    private static JsonText Decode(ReadOnlySpan<byte> encoded)
    {
        if (encoded.IsEmpty)
            return default;
        byte[] text = new byte[Base64Url.GetMaxDecodedLength(encoded.Length)];
        var status = Base64Url.DecodeFromUtf8(encoded, text, out _, out int written);
        // Made by somebody else, or cut: what is no content of a string must not reach the upstream's body.
        return status == OperationStatus.Done && IsContent(text.AsSpan(0, written)) ? new JsonText(text.AsMemory(0, written)) : default;
    }

    private static bool IsContent(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new System.Text.Json.Utf8JsonReader(Encoding.UTF8.GetBytes($"\"{Encoding.UTF8.GetString(text)}\""));
            return reader.Read() && !reader.Read();
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
