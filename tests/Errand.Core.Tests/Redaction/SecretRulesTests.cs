using System.Text;
using Errand.Core.Redaction;

namespace Errand.Core.Tests.Redaction;

public sealed class SecretRulesTests
{
    private const int SecretsPerRule = 40;

    [Fact]
    public void There_are_at_least_230_rules_each_with_a_name_of_its_own_keywords_and_a_source()
    {
        Assert.True(SecretRules.All.Count >= 230, $"{SecretRules.All.Count} rules");
        Assert.Empty(SecretRules.All.GroupBy(rule => rule.Id).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.All(SecretRules.All, rule =>
        {
            Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", rule.Id);
            Assert.NotEmpty(rule.Source);
            Assert.NotEmpty(rule.Keywords);
            Assert.All(rule.Keywords, keyword => Assert.InRange(keyword.Length, KeywordIndex.Shortest, 40));
        });
    }

    [Fact]
    public void More_than_99_of_100_random_secrets_of_every_family_are_found_and_what_stands_around_them_stays()
    {
        var maker = new TokenMaker(seed: 20260719);
        int all = 0;
        var missed = new List<string>();
        foreach (SecretRule rule in SecretRules.All)
        {
            int missedOfRule = 0;
            for (int count = 0; count < SecretsPerRule; count++)
            {
                (string text, string secret) = maker.Make(rule);
                string clean = Redactor.BuiltIn.Redact($"10:42 using {text}\nnext line");
                all++;
                if (clean.Contains(secret, StringComparison.Ordinal) || !clean.StartsWith("10:42 using ", StringComparison.Ordinal) || !clean.EndsWith("\nnext line", StringComparison.Ordinal))
                {
                    missedOfRule++;
                    missed.Add($"{rule.Id}: {text}");
                }
            }

            Assert.True(missedOfRule * 20 <= SecretsPerRule, $"{rule.Id} finds {SecretsPerRule - missedOfRule} of {SecretsPerRule}, not:\n{string.Join('\n', missed.TakeLast(missedOfRule).Take(5))}");
        }

        Assert.True(missed.Count * 100 < all, $"{missed.Count} of {all} are missed:\n{string.Join('\n', missed.Take(40))}");
    }

    [Fact]
    public void A_secret_is_found_by_the_rule_of_its_family()
    {
        var maker = new TokenMaker(seed: 7);
        foreach (SecretRule rule in SecretRules.All)
        {
            byte[] text = Encoding.Latin1.GetBytes(maker.Make(rule).Text);
            Assert.True(SecretScanner.BuiltIn.Find(text).Any(span => span.Rule == rule.Id), $"{rule.Id}: {Encoding.Latin1.GetString(text)}");
        }
    }
}
