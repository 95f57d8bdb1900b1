using System.Buffers;
using System.Text;
using Errand.Core.Redaction;

namespace Errand.Core.Tests.Redaction;

public sealed class StreamRedactorTests
{
    private const string Known = "the-known-value-7";

    private static readonly Redactor Redactor = new([Known]);

    [Fact]
    public void A_stream_is_redacted_like_the_whole_however_it_is_cut()
    {
        var random = new Random(17);
        var corpus = new LabelledText(seed: 17);
        for (int count = 0; count < 60; count++)
        {
            byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 6).Select(_ => corpus.Next(Known))));
            Assert.Equal(Encoding.UTF8.GetString(Whole(text)), Encoding.UTF8.GetString(Cut(text, random, longest: 1 + random.Next(300))));
        }
    }

    [Fact]
    public void A_secret_is_found_at_every_cut()
    {
        byte[] text = Encoding.UTF8.GetBytes($"a {Known} b\n" + new LabelledText(seed: 5).Armor() + "end");
        byte[] whole = Whole(text);
        for (int cut = 0; cut <= text.Length; cut++)
        {
            var output = new ArrayBufferWriter<byte>();
            var stream = new StreamRedactor(Redactor, output);
            stream.Write(text.AsSpan(0, cut));
            stream.Write(text.AsSpan(cut));
            stream.Flush();
            Assert.Equal(whole, output.WrittenSpan.ToArray());
        }
    }

    [Fact]
    public void A_line_of_any_length_is_redacted_like_the_whole_and_only_a_bounded_part_of_it_is_held_back()
    {
        var random = new Random(23);
        var corpus = new LabelledText(seed: 23);
        var line = new StringBuilder();
        while (line.Length < 400_000)
            line.Append(corpus.Next(Known).Replace('\n', ' ').Replace('\r', ' ')).Append(new string('.', random.Next(2000)));
        byte[] text = Encoding.UTF8.GetBytes(line.ToString());

        var output = new ArrayBufferWriter<byte>();
        var stream = new StreamRedactor(Redactor, output);
        int taken = 0;
        while (taken < text.Length)
        {
            int length = Math.Min(random.Next(1, 9000), text.Length - taken);
            stream.Write(text.AsSpan(taken, length));
            taken += length;
            Assert.True(output.WrittenCount > 0 || taken <= StreamRedactor.LongestHeld);
        }

        stream.Flush();
        Assert.Equal(Encoding.UTF8.GetString(Whole(text)), Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void The_content_of_a_private_key_is_taken_out_line_by_line_and_what_follows_stays()
    {
        string[] lines = new LabelledText(seed: 8).Armor().Split(["\n", "\\n"], StringSplitOptions.RemoveEmptyEntries);
        string text = string.Join('\n', lines.Select(line => "+" + line)) + "\nplain text\nabcd\n";
        string clean = Encoding.UTF8.GetString(Cut(Encoding.UTF8.GetBytes(text), new Random(1), 20));

        string[] expected = [lines[0], .. Enumerable.Repeat("[redacted]", lines.Length - 2), lines[^1]];
        Assert.Equal([.. expected.Select(line => "+" + line), "plain text", "abcd", ""], clean.Split('\n'));
    }

    private static byte[] Whole(byte[] text)
    {
        var output = new ArrayBufferWriter<byte>();
        Redactor.Redact(text, output);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Cut(byte[] text, Random random, int longest)
    {
        var output = new ArrayBufferWriter<byte>();
        var stream = new StreamRedactor(Redactor, output);
        for (int at = 0; at < text.Length;)
        {
            int length = Math.Min(random.Next(1, longest + 1), text.Length - at);
            stream.Write(text.AsSpan(at, length));
            at += length;
        }

        stream.Flush();
        return output.WrittenSpan.ToArray();
    }
}
