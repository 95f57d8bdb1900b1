namespace Errand.Core.Tests.Text;

public sealed class EscapingTests
{
    [Theory]
    [InlineData("plain text, Umlaut ä, 漢字, 👩 and \\ and \"")]
    [InlineData("")]
    [InlineData("⚠️")]
    public void Plain_text_stays_as_it_is(string text) => Assert.Same(text, Escaping.Escape(text));

    [Theory]
    [InlineData("a\nb\r\tc", "a\\nb\\r\\tc")]
    [InlineData("\u001b[31mred\u0007", "\\x1b[31mred\\x07")]
    [InlineData("\u009b31m", "\\x9b31m")]
    [InlineData("a\u202eb\u2066c\u200f", "a\\u202eb\\u2066c\\u200f")]
    [InlineData("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff")]
    [InlineData("line\u2028paragraph\u2029next\u0085", "line\\u2028paragraph\\u2029next\\x85")]
    [InlineData("soft\u00adhyphen", "soft\\xadhyphen")]
    [InlineData("filler\u3164", "filler\\u3164")]
    [InlineData("tag\U000E0041", "tag\\U000e0041")]
    [InlineData("\0\u007f", "\\x00\\x7f")]
    public void Everything_that_could_deceive_is_written_out(string text, string expected) => Assert.Equal(expected, Escaping.Escape(text));

    [Fact]
    public void Undecodable_bytes_and_lone_surrogates_are_written_out()
    {
        Assert.Equal("a\\x80\\xffb", Escaping.Escape("a\uDC80\uDCFFb"));
        Assert.Equal("\\ud83d!", Escaping.Escape("\uD83D!"));
        Assert.Equal("\\udc00", Escaping.Escape("\uDC00"));
    }

    [Fact]
    public void A_quoted_text_cannot_end_its_own_quotes()
    {
        Assert.Equal("\"say \\\"hi\\\" \\\\ 'x'\"", Escaping.Quote("say \"hi\" \\ 'x'"));
        Assert.Equal("'it\\'s \"x\"'", Escaping.Quote("it's \"x\"", '\''));
        Assert.Equal("\"\\\\n\\n\"", Escaping.Quote("\\n\n"));
    }

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("a👩👩", 4, "a👩…")]
    [InlineData("a👩👩", 3, "a…")]
    public void A_cut_text_has_the_given_length_at_most_and_whole_characters(string text, int limit, string expected) =>
        Assert.Equal(expected, Escaping.Cut(text, limit));

    [Fact]
    public void Whatever_comes_in_one_line_of_visible_characters_comes_out()
    {
        var random = new Random(7);
        for (int round = 0; round < 2_000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, 40).Select(_ => (char)random.Next(0x10000)));

            string escaped = Escaping.Escape(text);

            Assert.True(Escaping.IsPlain(escaped));
            Assert.DoesNotContain('\n', escaped);
            Assert.Equal(escaped, Escaping.Escape(escaped));
        }
    }
}
