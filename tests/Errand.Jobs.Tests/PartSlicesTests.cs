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

    [Fact]
    public void An_offset_behind_the_end_is_refused_and_one_at_the_end_gives_nothing()
    {
        using var stream = new MemoryStream("a\nb"u8.ToArray());

        Assert.Equal((0, 2L), (PartSlices.Read(stream, 3, 10).Bytes.Length, PartSlices.Read(stream, 3, 10).FirstLine));
        Assert.Contains("offset 4 is refused: the part has 3 bytes", Assert.Throws<ErrandException>(() => PartSlices.Read(stream, 4, 10)).Message, StringComparison.Ordinal);
    }
}
