using System.Text;

namespace Errand.Core.Redaction;

/// <summary>These bytes.</summary>
internal sealed class LiteralNode(byte[] bytes, bool ignoresCase) : PatternNode
{
    public byte[] Bytes => bytes;

    public override int Match(ReadOnlySpan<byte> text, int at, ref SecretMarks marks)
    {
        ReadOnlySpan<byte> rest = text[at..];
        if (rest.Length < bytes.Length)
            return -1;

        bool isSame = ignoresCase ? Ascii.EqualsIgnoreCase(rest[..bytes.Length], bytes) : rest.StartsWith(bytes);
        return isSame ? at + bytes.Length : -1;
    }
}
