using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Errand.Gateway.Translation.Json;

/// <summary>Builds one message out of pieces of another. Strings are copied as they stand between their quotes, still escaped, so no byte of a text changes on its way.</summary>
/// <remarks>The buffer is rented with the first byte and given back by <see cref="MoveTo"/>, <see cref="ToArray"/>, <see cref="ToMemory"/> and <see cref="Clear"/>.</remarks>
internal sealed class JsonSplice
{
    private const int FirstSize = 2048;

    private byte[] buffer = [];
    private bool isOwn;

    public JsonSplice()
    {
    }

    /// <param name="capacity">How much will probably be written. The buffer is then not rented, and <see cref="ToMemory"/> hands it over as it is.</param>
    public JsonSplice(int capacity)
    {
        buffer = GC.AllocateUninitializedArray<byte>(capacity);
        isOwn = true;
    }

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, Length);

    public void Raw(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Reserve(utf8.Length));
        Length += utf8.Length;
    }

    public void Raw(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    /// <summary>A JSON string of content that is escaped already.</summary>
    public void Quoted(ReadOnlySpan<byte> escaped)
    {
        var room = Reserve(escaped.Length + 2);
        room[0] = (byte)'"';
        escaped.CopyTo(room[1..]);
        room[escaped.Length + 1] = (byte)'"';
        Length += escaped.Length + 2;
    }

    /// <summary>A JSON string of a text of the program's own.</summary>
    public void Quoted(string text)
    {
        Raw((byte)'"');
        Escaped(text);
        Raw((byte)'"');
    }

    /// <summary>A JSON string of plain UTF-8.</summary>
    public void Plain(ReadOnlySpan<byte> utf8)
    {
        Raw((byte)'"');
        Escaped(utf8);
        Raw((byte)'"');
    }

    public void Escaped(string text)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        Escaped(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        ArrayPool<byte>.Shared.Return(rented);
    }

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Reserve(20), out var written);
        Length += written;
    }

    public void Bool(bool value) => Raw(value ? "true"u8 : "false"u8);

    /// <summary>Any UTF-8 text, such as a whole JSON value, as the content of a JSON string.</summary>
    public void Escaped(ReadOnlySpan<byte> utf8)
    {
        while (true)
        {
            var plain = utf8.IndexOfAny(JsonEscapes.MustEscape);
            if (plain < 0)
            {
                Raw(utf8);
                return;
            }

            var room = Reserve(plain + JsonEscapes.LongestEscape);
            utf8[..plain].CopyTo(room);
            Length += plain + JsonEscapes.Write(utf8[plain], room[plain..]);
            utf8 = utf8[(plain + 1)..];
        }
    }

    /// <summary>The reverse of <see cref="Escaped(ReadOnlySpan{byte})"/>. Escapes that mean nothing become U+FFFD.</summary>
    public void Unescaped(ReadOnlySpan<byte> escaped)
    {
        while (true)
        {
            var plain = escaped.IndexOf((byte)'\\');
            if (plain < 0)
            {
                Raw(escaped);
                return;
            }

            var room = Reserve(plain + JsonEscapes.LongestRune);
            escaped[..plain].CopyTo(room);
            Length += plain + JsonEscapes.Read(escaped[plain..], room[plain..], out var read);
            escaped = escaped[(plain + read)..];
        }
    }

    /// <summary>Takes back what was written after <paramref name="length"/>.</summary>
    public void CutTo(int length) => Length = length;

    public void Clear()
    {
        Replace([]);
        Length = 0;
    }

    /// <summary>Hands over all that was written, and begins anew.</summary>
    public void MoveTo(IBufferWriter<byte> target)
    {
        if (Length > 0)
            target.Write(Written);
        Clear();
    }

    /// <inheritdoc cref="MoveTo"/>
    public byte[] ToArray()
    {
        var array = GC.AllocateUninitializedArray<byte>(Length);
        Written.CopyTo(array);
        Clear();
        return array;
    }

    /// <inheritdoc cref="MoveTo"/>
    public ReadOnlyMemory<byte> ToMemory()
    {
        if (!isOwn)
            return ToArray();

        var written = buffer.AsMemory(0, Length);
        buffer = [];
        Length = 0;
        isOwn = false;
        return written;
    }

    private Span<byte> Reserve(int count)
    {
        if (buffer.Length - Length < count)
            Grow(count);
        return buffer.AsSpan(Length);
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(Length + count), Math.Max(FirstSize, (int)Math.Min(buffer.Length * 2L, Array.MaxLength))));
        Written.CopyTo(larger);
        Replace(larger);
    }

    private void Replace(byte[] next)
    {
        if (buffer.Length > 0 && !isOwn)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = next;
        isOwn = false;
    }
}
