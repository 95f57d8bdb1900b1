using Errand.Gateway.Redaction;

namespace Errand.Gateway.Tests.Redaction;

public sealed class RedactorTests
{
    private readonly Redactor redactor = new(["plain-key-1", "a/b+c/d-long"]);

    [Theory]
    [InlineData("key plain-key-1!", "key ***!")]
    [InlineData("as JSON a\\/b+c\\/d-long", "as JSON ***")]
    [InlineData("in a URL a%2Fb%2Bc%2Fd-long", "in a URL ***")]
    [InlineData("Authorization: Bearer abcdefgh12345", "Authorization: Bearer ***")]
    [InlineData("{\"x-api-key\":\"abcdefgh12345\"}", "{\"x-api-key\":\"***\"}")]
    [InlineData("Incorrect API key provided: sk-abcdefghijklmnop.", "Incorrect API key provided: ***.")]
    [InlineData("http://user:pass@host/", "http://***@host/")]
    [InlineData("the model max_tokens is 4096", "the model max_tokens is 4096")]
    public void Known_values_and_whatever_looks_like_a_credential_are_taken_out(string text, string clean) => Assert.Equal(clean, redactor.Redact(text));

    [Fact]
    public void A_key_in_bytes_is_masked_wherever_the_bytes_are_cut()
    {
        const string text = "xx sk-secret/1 sk-secre sk-secret\\/1 sk-";
        byte[] all = System.Text.Encoding.ASCII.GetBytes(text);
        for (int cut = 0; cut <= all.Length; cut++)
        {
            var mask = new KeyMask("sk-secret/1");
            byte[] buffer = [.. all];
            int ready = mask.Apply(buffer.AsSpan(0, cut));
            mask.Apply(buffer.AsSpan(ready));

            Assert.Equal("xx *********** sk-secre ************ sk-", System.Text.Encoding.ASCII.GetString(buffer));
        }
    }
}
