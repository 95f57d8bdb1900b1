using System.Text;
using Errand.Processes.Tests.Support;

namespace Errand.Processes.Tests;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("one", new[] { "one" })]
    [InlineData("one\n", new[] { "one" })]
    [InlineData("one\ntwo", new[] { "one", "two" })]
    [InlineData("one\r\ntwo\r\n", new[] { "one", "two" })]
    [InlineData("\n\r\n\n", new[] { "", "", "" })]
    [InlineData("50%\r100%\r\ndone\r", new[] { "50%\r100%", "done" })]
    [InlineData("nul\0nul\n\u001b[31mred\u001b[0m\n", new[] { "nul\0nul", "\u001b[31mred\u001b[0m" })]
    public async Task Lines_end_with_LF_or_CRLF_or_the_stream(string content, string[] expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        foreach (int size in new[] { 1, 2, 3, 100 })
            Assert.Equal(expected, Texts(await ReadAllAsync(ScriptedStream.InPieces(bytes, size), LineLimits.Default)));
    }

    [Fact]
    public async Task A_character_cut_between_reads_is_whole_again()
    {
        const string Text = "grüße 漢字 😀";
        byte[] bytes = Encoding.UTF8.GetBytes($"{Text}\n{Text}\n");
        foreach (int size in new[] { 1, 2, 3, 5 })
            Assert.Equal([Text, Text], Texts(await ReadAllAsync(ScriptedStream.InPieces(bytes, size), LineLimits.Default)));
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_become_replacement_characters_and_spoil_no_other_line()
    {
        byte[] bytes = [0xff, 0xfe, (byte)'a', 0xc3, (byte)'(', 0xe2, 0x82, (byte)'\n', (byte)'o', (byte)'k', (byte)'\n', 0xf0, 0x9f];
        List<OutputLine> lines = await ReadAllAsync(ScriptedStream.InPieces(bytes, 1), LineLimits.Default);
        Assert.Equal(["\uFFFD\uFFFDa\uFFFD(\uFFFD", "ok", "\uFFFD"], Texts(lines));
    }

    [Theory]
    [InlineData("1234567\n", "1234567", false)]
    [InlineData("12345678\n", "12345678", false)]
    [InlineData("12345678\r\n", "12345678", false)]
    [InlineData("12345678", "12345678", false)]
    [InlineData("123456789\n", "12345678", true)]
    [InlineData("123456789", "12345678", true)]
    [InlineData("12345678\rx\n", "12345678", true)]
    [InlineData("1234567ü\n", "1234567", true)]
    [InlineData("123456ü9\n", "123456ü", true)]
    [InlineData("12345😀9\n", "12345", true)]
    public async Task A_line_above_the_limit_is_cut_between_characters_and_flagged(string content, string expected, bool isTruncated)
    {
        foreach (int size in new[] { 1, 2, 3, 7, 100 })
        {
            byte[] bytes = Encoding.UTF8.GetBytes(content + (content.EndsWith('\n') ? "next" : ""));
            List<OutputLine> lines = await ReadAllAsync(ScriptedStream.InPieces(bytes, size), new LineLimits { LineBytes = 8 });
            Assert.Equal(new OutputLine(expected, isTruncated), lines[0]);
            Assert.Equal(content.EndsWith('\n') ? [new OutputLine("next", false)] : [], lines[1..]);
        }
    }

    [Fact]
    public async Task What_comes_after_the_total_limit_is_read_counted_and_dropped()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("first\nsecond\nthird\nfourth\n");
        foreach (int size in new[] { 1, 4, 100 })
        {
            var reader = new LineReader(ScriptedStream.InPieces(bytes, size), new LineLimits { TotalBytes = 16 });
            List<OutputLine> lines = await ReadAllAsync(reader);
            Assert.Equal([new OutputLine("first", false), new OutputLine("second", false), new OutputLine("thi", true)], lines);
            Assert.Equal((bytes.Length, bytes.Length - 16), (reader.BytesRead, reader.BytesDropped));
        }
    }

    [Fact]
    public async Task A_line_cut_by_the_total_limit_does_not_wait_for_the_end_of_the_stream()
    {
        bool ended = false;
        var pieces = new Queue<string>(["beginning", "rest", "more"]);
        var stream = new ScriptedStream(buffer =>
        {
            if (pieces.TryDequeue(out string? piece))
                return Encoding.UTF8.GetBytes(piece, buffer.Span);
            ended = true;
            return 0;
        });

        OutputLine? line = await new LineReader(stream, new LineLimits { TotalBytes = 9 }).ReadLineAsync(CancellationToken.None);

        Assert.Equal(new OutputLine("beginning", true), line);
        Assert.False(ended);
    }

    [Fact]
    public async Task Any_bytes_in_any_pieces_give_the_lines_of_the_whole()
    {
        var random = new Random(20260101);
        byte[] alphabet = [.. "ab\r\n\n\0"u8, .. "ü😀"u8, 0xff, 0x80];
        for (int round = 0; round < 500; round++)
        {
            byte[] bytes = new byte[random.Next(200)];
            for (int i = 0; i < bytes.Length; i++)
                bytes[i] = alphabet[random.Next(alphabet.Length)];
            int[] sizes = [.. Enumerable.Range(0, 7).Select(_ => random.Next(1, 20))];
            Assert.Equal(ReferenceLines(bytes), Texts(await ReadAllAsync(ScriptedStream.InPieces(bytes, sizes), LineLimits.Default)));
        }
    }

    [Theory]
    [InlineData(1024 * 1024, 1L << 40)]
    [InlineData(1024 * 1024, 1024)]
    [InlineData(16, 1L << 40)]
    public async Task A_single_line_of_a_gigabyte_costs_no_memory(int lineBytes, long totalBytes)
    {
        const long Gigabyte = 1L << 30;
        long left = Gigabyte;
        var stream = new ScriptedStream(buffer =>
        {
            int count = (int)Math.Min(buffer.Length, left);
            buffer.Span[..count].Fill((byte)'x');
            left -= count;
            return count;
        });
        var reader = new LineReader(stream, new LineLimits { LineBytes = lineBytes, TotalBytes = totalBytes });

        // The stream never waits, so that everything runs, and is counted, on this thread.
        long before = GC.GetAllocatedBytesForCurrentThread();
        OutputLine? line = await reader.ReadLineAsync(CancellationToken.None);
        OutputLine? none = await reader.ReadLineAsync(CancellationToken.None);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(Gigabyte, reader.BytesRead);
        Assert.Equal((true, (int)Math.Min(lineBytes, totalBytes)), (line!.Value.IsTruncated, line.Value.Text.Length));
        Assert.Null(none);
        // The kept beginning, while its buffer doubles, and the text: under 8 bytes for each byte of the limit.
        Assert.InRange(allocated, 1, (8L * lineBytes) + 65_536);
    }

    [Fact]
    public async Task A_quarter_gigabyte_of_long_lines_leaves_nothing_behind()
    {
        long left = 256L << 20;
        var stream = new ScriptedStream(buffer =>
        {
            int count = (int)Math.Min(buffer.Length, left);
            buffer.Span[..count].Fill((byte)'x');
            // A line end in every 16th chunk: lines of a megabyte.
            if ((left >> 16) % 16 == 0)
                buffer.Span[0] = (byte)'\n';
            left -= count;
            return count;
        });
        var reader = new LineReader(stream, new LineLimits { LineBytes = 100_000 });
        long lines = 0;
        long before = GC.GetTotalMemory(forceFullCollection: true);
        while (await reader.ReadLineAsync(CancellationToken.None) is not null)
            lines++;

        Assert.InRange(lines, 200, 300);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 16L << 20);
    }

    private static List<string> ReferenceLines(byte[] bytes)
    {
        var lines = new List<string>();
        int start = 0;
        while (start < bytes.Length)
        {
            int end = Array.IndexOf(bytes, (byte)'\n', start);
            int next = end < 0 ? bytes.Length : end + 1;
            end = end < 0 ? bytes.Length : end;
            if (end > start && bytes[end - 1] == '\r')
                end--;
            lines.Add(Encoding.UTF8.GetString(bytes, start, end - start));
            start = next;
        }

        return lines;
    }

    private static IEnumerable<string> Texts(List<OutputLine> lines)
    {
        Assert.All(lines, line => Assert.False(line.IsTruncated));
        return lines.Select(line => line.Text);
    }

    private static Task<List<OutputLine>> ReadAllAsync(Stream stream, LineLimits limits) => ReadAllAsync(new LineReader(stream, limits));

    private static async Task<List<OutputLine>> ReadAllAsync(LineReader reader)
    {
        var lines = new List<OutputLine>();
        while (await reader.ReadLineAsync(CancellationToken.None) is OutputLine line)
            lines.Add(line);
        return lines;
    }
}
