using System.Text;
using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.Tests.Translation;

public class SseReaderTests
{
    [Theory]
    [InlineData("data: {\"a\":1}\n\n", "{\"a\":1}")]
    [InlineData("data:{\"a\":1}\r\n\r\n", "{\"a\":1}")]
    [InlineData("\uFEFFdata: 1\n\n", "1")]
    [InlineData(": comment\nid: 3\nretry: 5\nevent: x\ndata: 1\n\n", "x 1")]
    [InlineData("data: {\"a\":\ndata: 1}\n\n", "{\"a\":|1}")]
    [InlineData("data: {\"a\":1}\ndata: {\"b\":2}\n", "{\"a\":1};{\"b\":2}")]
    [InlineData("event: a\ndata: {}\nevent: b\ndata: {}\n", "a {};b {}")]
    [InlineData("data: ä€𝄞\n\ndata: [DONE]", "ä€𝄞;[DONE]")]
    [InlineData("data\n\n\n\nevent: lost\n\ndata: 1\n\n", "1")]
    [InlineData("", "")]
    public void Events_are_the_same_in_whatever_pieces_they_arrive(string stream, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        for (var cut = 0; cut <= bytes.Length; cut++)
            Assert.Equal(expected, Read(bytes.AsSpan(0, cut), bytes.AsSpan(cut)));
    }

    private static string Read(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var events = new Events();
        var reader = new SseReader(events);
        reader.Read(first);
        reader.Read(second);
        reader.End();
        return string.Join(';', events.Seen).Replace('\n', '|');
    }

    private sealed class Events : ISseHandler
    {
        public List<string> Seen { get; } = [];

        public void Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data) =>
            Seen.Add(name.IsEmpty ? Encoding.UTF8.GetString(data) : $"{Encoding.UTF8.GetString(name)} {Encoding.UTF8.GetString(data)}");
    }
}
