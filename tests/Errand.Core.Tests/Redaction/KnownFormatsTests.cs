using Errand.Core.Redaction;

namespace Errand.Core.Tests.Redaction;

/// <summary>Forms written down from the vendors' own descriptions and not from our patterns, so that a wrong pattern shows. Nothing here is a token: each is put together at run time.</summary>
public sealed class KnownFormatsTests
{
    private const string Hex = "0123456789abcdef";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const string Alnum = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string Url64 = Alnum + "-_";
    private const string Base64 = Alnum + "+/";

    public static TheoryData<string, string> Forms => new()
    {
        { "AKIA", $"16 {Base32}" },
        { "AIza", $"35 {Url64}" },
        { "ya29.a0", $"120 {Url64}" },
        { "dop_v1_", $"64 {Hex}" },
        { "ghp_", $"36 {Alnum}" },
        { "ghs_", $"36 {Alnum}" },
        { "github_pat_11", $"20 {Alnum}|_|59 {Alnum}" },
        { "glpat-", $"20 {Url64}" },
        { "glrt-t1_", $"20 {Url64}" },
        { "ATATT3xFfGF0", $"180 {Url64}" },
        { "npm_", $"36 {Alnum}" },
        { "pypi-AgEIcHlwaS5vcmcC", $"160 {Url64}" },
        { "rubygems_", $"48 {Hex}" },
        { "oy2", $"43 {Lower}" },
        { "dckr_pat_", $"27 {Url64}" },
        { "hvs.CAES", $"90 {Url64}" },
        { "sk-ant-api03-", $"93 {Url64}|AA" },
        { "sk-ant-oat01-", $"93 {Url64}|AA" },
        { "sk-proj-", $"74 {Url64}|T3BlbkFJ|74 {Url64}" },
        { "sk-", $"20 {Alnum}|T3BlbkFJ|20 {Alnum}" },
        { "sk-", $"32 {Hex}" },
        { "sk-", $"48 {Alnum}" },
        { "sk-or-v1-", $"64 {Hex}" },
        { "gsk_", $"52 {Alnum}" },
        { "xai-", $"80 {Alnum}" },
        { "hf_", $"34 {Alnum}" },
        { "r8_", $"37 {Alnum}" },
        { "pplx-", $"48 {Alnum}" },
        { "xoxb-", $"12 0123456789|-|13 0123456789|-|24 {Alnum}" },
        { "xapp-1-A", $"10 {Upper}|-|13 0123456789|-|64 {Hex}" },
        { "https://hooks.slack.com/services/T", $"10 {Upper}|/B|10 {Upper}|/|24 {Alnum}" },
        { "SG.", $"22 {Url64}|.|43 {Url64}" },
        { "", $"10 0123456789|:AA|33 {Url64}" },
        { "SK", $"32 {Hex}" },
        { "sk_live_", $"24 {Alnum}" },
        { "rk_test_", $"99 {Alnum}" },
        { "whsec_", $"32 {Alnum}" },
        { "shpat_", $"32 {Hex}" },
        { "sq0csp-", $"43 {Url64}" },
        { "NRAK-", $"27 {Upper}" },
        { "glsa_", $"32 {Alnum}|_|8 {Hex}" },
        { "dt0c01.", $"24 {Upper}|.|64 {Upper}" },
        { "lin_api_", $"40 {Alnum}" },
        { "ntn_", $"46 {Alnum}" },
        { "PMAK-", $"24 {Hex}|-|34 {Hex}" },
        { "eyJhbGciOi", $"26 {Url64}|.eyJ|120 {Url64}|.|43 {Url64}" },
        { "tskey-auth-k", $"16 {Alnum}|-|32 {Alnum}" },
        { "DefaultEndpointsProtocol=https;AccountName=store;AccountKey=", $"86 {Base64}|==" },
        { "Server=tcp:db;User ID=sa;Password=", $"6 {Alnum}|9x|6 {Alnum}" },
        { "postgresql://app:", $"20 {Alnum}|@db:5432/app" },
        { "mongodb+srv://app:", $"20 {Alnum}|@cluster0.mongodb.net" },
        { "Authorization: Bearer ", $"48 {Url64}|9x" },
        { "authorization: Basic ", $"30 {Base64}|9x" },
        { "AWS_SECRET_ACCESS_KEY=", $"40 {Base64}" },
        { "\"SecretAccessKey\": \"", $"40 {Base64}|\"" },
        { "api_key = '", $"32 {Alnum}|9x'" },
        { "DB_PASSWORD=", $"8 {Alnum}|9x|8 {Alnum}" },
        { "//registry.example/:_authToken=", $"36 {Alnum}" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_secret_of_a_documented_form_is_found_wherever_it_stands(string prefix, string form)
    {
        var random = new Random(4711);
        string[] parts = form.Split('|');
        for (int count = 0; count < 50; count++)
        {
            string longest = "";
            string text = prefix;
            foreach (string part in parts)
            {
                if (part.Split(' ') is [var number, var alphabet] && int.TryParse(number, out int length))
                {
                    string made = new([.. Enumerable.Range(0, length).Select(_ => alphabet[random.Next(alphabet.Length)])]);
                    longest = made.Length > longest.Length ? made : longest;
                    text += made;
                }
                else
                {
                    text += part;
                }
            }

            foreach (string around in (string[])["{0}", "see {0}, or not", "a\\n{0}\\n", "\e[31m{0}\e[0m", "<b>{0}</b>", "[x]{0}[y]", "+{0}"])
            {
                string clean = Redactor.BuiltIn.Redact(around.Replace("{0}", text, StringComparison.Ordinal));
                Assert.DoesNotContain(longest, clean, StringComparison.Ordinal);
                Assert.Contains(Redactor.Mask, clean, StringComparison.Ordinal);
            }
        }
    }
}
