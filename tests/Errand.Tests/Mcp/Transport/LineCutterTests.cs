using System.Text;
using Errand.Mcp.Transport;

namespace Errand.Tests.Mcp.Transport;

public sealed class LineCutterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1 << 20)]
    public async Task Lines_are_the_same_however_the_bytes_come_in(int most)
    {
        string[] lines = await CutAsync("one\n\ntwo ä\r\nlast", most, longest: 100);

        Assert.Equal(["one", "", "two ä\r", "last"], lines);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1 << 20)]
    public async Task Of_a_line_that_is_too_long_the_beginning_is_kept(int most)
    {
        string[] lines = await CutAsync($"0123456789\n0123456789a\n{new string('x', 300_000)}\nok\n0123456789b", most, longest: 10);

        Assert.Equal(["0123456789", "0123456789 (cut)", "xxxxxxxxxx (cut)", "ok", "0123456789 (cut)"], lines);
    }

    [Fact]
    public async Task Endless_input_without_a_line_end_keeps_memory_bounded()
    {
        using var lines = new LineCutter(new EndlessStream(1L << 30), longest: 1 << 20);
        long before = GC.GetTotalAllocatedBytes(precise: true);

        CutLine? line = await lines.ReadAsync(CancellationToken.None);

        Assert.True(line!.IsTooLong);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64 << 20);
    }

    private static async Task<string[]> CutAsync(string text, int most, int longest)
    {
        using var lines = new LineCutter(new SlowStream(Encoding.UTF8.GetBytes(text), most), longest);
        var result = new List<string>();
        while (await lines.ReadAsync(CancellationToken.None) is { } line)
            result.Add(Encoding.UTF8.GetString(line.Bytes.Span) + (line.IsTooLong ? " (cut)" : ""));
        return [.. result];
    }
}
