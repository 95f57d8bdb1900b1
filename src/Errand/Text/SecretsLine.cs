using Errand.Core;

namespace Errand.Text;

/// <summary>What looks like secrets in the change: <c>secrets: src/a.env:3 aws-access-key-id</c>.</summary>
internal static class SecretsLine
{
    private const int LongestPath = 64;

    public static string Of(JobReceipt receipt, Face face, int bytes) =>
        EntryLine.Of("secrets: ", receipt.Secrets, secret => $"{NameText.Path(secret.Path, LongestPath)}:{secret.Line} {secret.Rule}", receipt, face, bytes);
}
