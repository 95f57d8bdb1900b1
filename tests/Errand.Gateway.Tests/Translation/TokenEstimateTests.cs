using System.Text;
using Errand.Gateway.Translation;

namespace Errand.Gateway.Tests.Translation;

public sealed class TokenEstimateTests
{
    private static readonly string Picture = Convert.ToBase64String(new byte[1_500_000]);

    [Theory]
    [InlineData("""{"type":"image","source":{"type":"base64","media_type":"image/png","data":"PICTURE"}}""")]
    [InlineData("""{"type":"image","source":{"type":"base64", "data": "PICTURE"}}""")]
    [InlineData("""{"type":"image_url","image_url":{"url":"data:image/png;base64,PICTURE"}}""")]
    [InlineData("""{"type":"input_image","image_url":"data:image/png;base64,PICTURE"}""")]
    public void Images_count_as_images_whatever_their_bytes(string part)
    {
        byte[] body = Encoding.UTF8.GetBytes($$"""{"model":"m","messages":[{"role":"user","content":[{{part.Replace("PICTURE", Picture)}},{{part.Replace("PICTURE", Picture)}}]}]}""");

        Assert.InRange(TokenEstimate.OfBody(body), 3_200, 3_400);
    }

    [Theory]
    [InlineData("""{"data":"TEXT"}""", "what a tool wrote ")]
    [InlineData("""{"data":"TEXT"}""", "JVBERi0x")]
    [InlineData("""{"text":"TEXT"}""", "AAAA")]
    public void Everything_else_counts_by_its_bytes(string form, string text)
    {
        byte[] body = Encoding.UTF8.GetBytes(form.Replace("TEXT", string.Concat(Enumerable.Repeat(text, 10_000))));

        Assert.Equal((body.Length + 3) / 4, TokenEstimate.OfBody(body));
    }
}
