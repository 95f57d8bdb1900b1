using System.Buffers;
using System.Text;
using Errand.Core.Redaction;

namespace Errand.Core.Tests.Redaction;

public sealed class RedactorTests
{
    private const string Known = "pl4in/key+1=\"x\"";

    private static readonly Redactor WithKnown = new([Known]);

    public static TheoryData<string> Spellings =>
    [
        Known, "pl4in\\/key+1=\\\"x\\\"", "pl4in/key+1=\\\"x\\\"", "pl4in/key\\u002B1=\\u0022x\\u0022", Uri.EscapeDataString(Known), "pl4in%2fkey%2b1%3d%22x%22",
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Known)), Convert.ToHexString(Encoding.UTF8.GetBytes(Known)), Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Known)),
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public void A_known_value_is_taken_out_in_whatever_way_it_is_written(string spelling) =>
        Assert.Equal("xx[redacted]xx", WithKnown.Redact($"xx{spelling}xx").Replace("\\\\", "\\"));

    [Fact]
    public void A_known_value_is_taken_out_of_base64_of_something_longer_wherever_it_stands_in_it()
    {
        for (int length = 0; length < 9; length++)
        {
            string base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('u', length) + Known + "tail"));
            string clean = WithKnown.Redact(base64);
            Assert.Contains(Redactor.Mask, clean, StringComparison.Ordinal);
            Assert.InRange(clean.Length, Redactor.Mask.Length, Redactor.Mask.Length + length * 4 / 3 + 14);
        }
    }

    [Fact]
    public void A_value_of_several_lines_is_taken_out_line_by_line()
    {
        var redactor = new Redactor(["first-line-of-it\nsecond-line-of-it"]);
        Assert.Equal("a [redacted] b\n[redacted]", redactor.Redact("a first-line-of-it b\nsecond-line-of-it"));
    }

    [Theory]
    [InlineData("the model max_tokens is 4096")]
    [InlineData("PublicKeyToken=b03f5f7f11d50a3a")]
    [InlineData("basic understanding of bearer authentication")]
    [InlineData("token: CancellationToken = cancellationToken")]
    [InlineData("password: string; secret_name = \"the-name-of-it\"")]
    [InlineData("git commit 3f786850e387550fdab836ed7e6dc881de23001b")]
    [InlineData("https://user@host/path and postgres://localhost:5432/db")]
    [InlineData("6ba7b810-9dad-11d1-80b4-00c04fd430c8")]
    public void Ordinary_text_stays_the_same_object(string text) => Assert.Same(text, Redactor.BuiltIn.Redact(text));

    [Fact]
    public void Lone_surrogates_and_characters_around_a_secret_stay_as_they_are()
    {
        string token = "ghp_" + new string([.. Enumerable.Range(0, 36).Select(number => "aZ3kP9qL"[number % 8])]);
        Assert.Equal("\udc80é😀 [redacted] \ud800é😀", Redactor.BuiltIn.Redact($"\udc80é😀 {token} \ud800é😀"));
    }

    [Fact]
    public void Bytes_that_are_no_text_stay_as_they_are()
    {
        byte[] bytes = new byte[4096];
        new Random(3).NextBytes(bytes);
        var output = new ArrayBufferWriter<byte>();
        Redactor.BuiltIn.Redact(bytes, output);
        Assert.Equal(bytes, output.WrittenSpan.ToArray());
    }

    [Fact]
    public void Redacting_twice_is_redacting_once()
    {
        var corpus = new LabelledText(seed: 99);
        for (int count = 0; count < 400; count++)
        {
            string once = WithKnown.Redact(corpus.Next(Known));
            Assert.Equal(once, WithKnown.Redact(once));
        }
    }
}
