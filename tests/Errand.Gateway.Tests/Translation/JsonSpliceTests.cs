using System.Text;
using System.Text.Json;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Tests.Translation;

public class JsonSpliceTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("{\"a\": \"b\\\\c\\u0041\",\n\t\"n\": 12345678901234567890}")]
    [InlineData("\0\b\f\r\u001f\u007fäöü€𝄞")]
    [InlineData("")]
    public void Any_text_survives_being_escaped_and_unescaped(string text)
    {
        var escaped = new JsonSplice();
        escaped.Raw((byte)'"');
        escaped.Escaped(Encoding.UTF8.GetBytes(text));
        escaped.Raw((byte)'"');
        var json = escaped.ToArray();

        Assert.Equal(text, JsonSerializer.Deserialize<string>(json));
        Assert.Equal(text, JsonEscapes.Text(json.AsSpan()[1..^1]));
    }

    [Theory]
    [InlineData("\\ud834\\udd1e", "𝄞")]
    [InlineData("\\ud834", "\uFFFD")]
    [InlineData("\\udd1e!", "\uFFFD!")]
    [InlineData("\\ud834\\ud834\\udd1e", "\uFFFD𝄞")]
    [InlineData("\\u00", "\uFFFD00")]
    [InlineData("\\x\\", "\uFFFD\uFFFD")]
    [InlineData("\\/\\\"", "/\"")]
    public void Escapes_that_mean_nothing_do_no_harm(string escaped, string expected) =>
        Assert.Equal(expected, JsonEscapes.Text(Encoding.UTF8.GetBytes(escaped)));
}
