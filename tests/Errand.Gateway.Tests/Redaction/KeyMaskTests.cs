using Errand.Gateway.Redaction;

namespace Errand.Gateway.Tests.Redaction;

public sealed class KeyMaskTests
{
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
