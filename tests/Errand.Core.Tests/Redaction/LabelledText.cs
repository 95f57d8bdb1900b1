using System.Text;
using Errand.Core.Redaction;

namespace Errand.Core.Tests.Redaction;

/// <summary>Random texts with secrets in them, also run into each other and into words, as nobody would write them.</summary>
internal sealed class LabelledText(int seed)
{
    private static readonly string[] Pieces = [" ", "\n", "word", "_", "=", "\"", "key: ", "\\n", "[redacted]", "é", "/", ".", "token=", "\r\n", "-", "9", "password = \"", "\t"];

    private readonly Random random = new(seed);
    private readonly TokenMaker maker = new(seed);

    public string Next(string known)
    {
        var text = new StringBuilder();
        for (int left = random.Next(1, 24); left > 0; left--)
        {
            text.Append(random.Next(4) switch
            {
                0 => maker.Make(SecretRules.All[random.Next(SecretRules.All.Count)]).Text,
                1 when random.Next(4) == 0 => known,
                1 when random.Next(8) == 0 => Armor(),
                _ => Pieces[random.Next(Pieces.Length)],
            });
        }

        return text.ToString();
    }

    /// <summary>A private key; its lines are random.</summary>
    public string Armor()
    {
        string separator = random.Next(3) == 0 ? "\\n" : "\n";
        byte[] bytes = new byte[random.Next(40, 400)];
        random.NextBytes(bytes);
        string content = string.Join(separator, Convert.ToBase64String(bytes).Chunk(64).Select(line => new string(line)));
        return $"-----BEGIN {"PRIVATE"} KEY-----{separator}{content}{separator}-----END {"PRIVATE"} KEY-----{separator}";
    }
}
