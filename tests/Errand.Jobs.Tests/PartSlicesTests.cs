using System.Text;
using Errand.Core;
using Errand.Jobs.Parts;

namespace Errand.Jobs.Tests;

public sealed class PartSlicesTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(4096)]
    public void Slices_are_whole_lines_where_lines_are_short_know_their_lines_and_rejoin_to_the_whole(int limit)
    {
        var random = new Random(limit);
        byte[] whole = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 3_000).Select(number => $"{number} {new string('é', random.Next(40))}\n")));
        using var stream = new MemoryStream(whole);
        var joined = new MemoryStream();
        long offset = 0;
        PartSlice slice;
        do
        {
            slice = PartSlices.Read(stream, offset, limit);
            Assert.InRange(slice.Bytes.Length, 1, limit);
            Assert.Equal(1 + whole.AsSpan(0, (int)offset).Count((byte)'\n'), slice.FirstLine);
            Assert.True(limit < 100 || slice.Bytes.Span[^1] == '\n');
            joined.Write(slice.Bytes.Span);
            offset = slice.NextOffset ?? whole.Length;
        }
        while (slice.NextOffset is not null);

        Assert.Equal(whole, joined.ToArray());
    }

    [Theory]
    [InlineData("a\nbc\n\nd")]
    [InlineData("a\nbc\n\nd\n")]
    [InlineData("")]
    public void A_slice_can_begin_at_a_line(string text)
    {
        byte[] whole = Encoding.UTF8.GetBytes(text);
        using var stream = new MemoryStream(whole);
        string[] lines = text.Split('\n');
        int offset = 0;
        for (int line = 1; line <= lines.Length; line++)
        {
            PartSlice slice = PartSlices.Read(stream, new PartStart(0, line), 100);

            Assert.Equal((offset, line, text[offset..]), ((int)slice.Offset, (int)slice.FirstLine, Encoding.UTF8.GetString(slice.Bytes.Span)));
            offset += lines[line - 1].Length + 1;
        }

        ErrandException fault = Assert.Throws<ErrandException>(() => PartSlices.Read(stream, new PartStart(0, lines.Length + 1), 100));
        Assert.Contains($"line {lines.Length + 1} is refused: the part has {lines.Length} lines", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Slices_from_line_to_line_rejoin_to_the_whole_however_long_it_is()
    {
        byte[] whole = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 60_000).Select(number => $"{number} {new string('é', number % 17)}\n")));
        using var stream = new MemoryStream(whole);
        var joined = new MemoryStream();
        for (long line = 1; joined.Length < whole.Length;)
        {
            PartSlice slice = PartSlices.Read(stream, new PartStart(0, line), 200_000);
            joined.Write(slice.Bytes.Span);
            line = slice.FirstLine + slice.Bytes.Span.Count((byte)'\n');
        }

        Assert.Equal(whole, joined.ToArray());
    }

    [Fact]
    public void An_offset_behind_the_end_is_refused_and_one_at_the_end_gives_nothing()
    {
        using var stream = new MemoryStream("a\nb"u8.ToArray());

        Assert.Equal((0, 2L), (PartSlices.Read(stream, 3, 10).Bytes.Length, PartSlices.Read(stream, 3, 10).FirstLine));
        Assert.Contains("offset 4 is refused: the part has 3 bytes", Assert.Throws<ErrandException>(() => PartSlices.Read(stream, 4, 10)).Message, StringComparison.Ordinal);
    }
}
