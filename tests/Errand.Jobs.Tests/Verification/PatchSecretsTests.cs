using System.Text;
using Errand.Core;
using Errand.Core.Redaction;
using Errand.Jobs.Verification;

namespace Errand.Jobs.Tests.Verification;

public sealed class PatchSecretsTests
{
    private static readonly string Token = Random("ghp_", 36);

    [Fact]
    public void A_secret_is_told_with_its_path_line_and_rule_and_lines_that_look_like_headers_do_not_mislead()
    {
        string patch = $"""
            diff --git a/src/a.env b/src/a.env
            --- a/src/a.env
            +++ b/src/a.env
            @@ -1,2 +1,4 @@
             first
            +++ b/other.txt
            +TOKEN={Token}
             last
            @@ -10 +12,2 @@
            -old
            +new known-value-of-ours
            +{Token} again
            diff --git "a/sch\303\266n.txt" "b/sch\303\266n.txt"
            --- "a/sch\303\266n.txt"
            +++ "b/sch\303\266n.txt"
            @@ -0,0 +1 @@
            +{Token}
            \ No newline at end of file

            """;

        Assert.Equal(
            [
                new SecretFinding("src/a.env", 3, "github-pat"),
                new SecretFinding("src/a.env", 12, "known-value"),
                new SecretFinding("src/a.env", 13, "github-pat"),
                new SecretFinding("schön.txt", 1, "github-pat"),
            ],
            Find(patch));
    }

    [Fact]
    public void A_secret_that_the_change_only_moves_or_takes_away_is_not_told()
    {
        string patch = $"""
            --- a/a.env
            +++ b/a.env
            @@ -1,2 +1,2 @@
            -A={Token}
            -B=1
            +B=1
            +A={Token}

            """;

        Assert.Empty(Find(patch));
    }

    [Fact]
    public void A_private_key_is_told_once()
    {
        string[] lines = [$"-----BEGIN {"PRIVATE"} KEY-----", Random("", 64), Random("", 64), Random("", 20), $"-----END {"PRIVATE"} KEY-----"];
        string patch = $"--- /dev/null\n+++ b/k.pem\n@@ -0,0 +1,5 @@\n{string.Concat(lines.Select(line => $"+{line}\n"))}";

        Assert.Equal([new SecretFinding("k.pem", 2, "private-key")], Find(patch));
    }

    [Theory]
    [InlineData("")]
    [InlineData("+++ b/x\n@@ -0,0 +1,9 @@\n+cut")]
    [InlineData("+++ \n@@ -\n@@ -a +b @@\n+x")]
    [InlineData("diff --git a/x b/x\nGIT binary patch\nliteral 5\nMc$@<O00001\n")]
    public void A_patch_that_is_none_has_no_secrets(string patch) => Assert.Empty(Find(patch));

    [Fact]
    public void Only_what_a_vendor_describes_takes_verified_away()
    {
        var verified = new Judgement(Verdict.Verified, "The check unit passed.");

        Assert.Equal(verified, SecretVerdict.Of(verified, [new SecretFinding("a", 1, "generic-token")]));
        Assert.Equal(
            new Judgement(Verdict.Partly, "The check unit passed, but the change adds what looks like a secret: 'a' line 2 (github-pat)."),
            SecretVerdict.Of(verified, [new SecretFinding("a", 1, "generic-token"), new SecretFinding("a", 2, "github-pat")]));
    }

    private static IReadOnlyList<SecretFinding> Find(string patch) => new PatchSecrets(new Redactor(["known-value-of-ours"])).Find(Encoding.UTF8.GetBytes(patch));

    private static string Random(string prefix, int length)
    {
        const string characters = "aB3cD4eF5gH6iJ7kL8mN9oP0qR1sT2uV";
        var random = new Random(length);
        return prefix + new string([.. Enumerable.Range(0, length).Select(_ => characters[random.Next(characters.Length)])]);
    }
}
