using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Scripted;

/// <summary>Finds values that must not leave a worker; never says the value itself.</summary>
internal sealed class ForbiddenValues
{
    private readonly IReadOnlyList<string> values;
    private readonly IReadOnlyList<(int Number, string Form)> forms;

    public ForbiddenValues(IReadOnlyList<string> values)
    {
        this.values = [.. values.Where(value => value.Length > 0)];
        // As it is, and as JSON escapes it, once and inside JSON that is itself a string.
        forms = [.. this.values.Index().SelectMany(entry => FormsOf(entry.Item).Distinct().Select(form => (entry.Index + 1, form)))];
    }

    public IEnumerable<RuleBreak> Find(string target, IHeaderDictionary headers, string body)
    {
        foreach (var (number, form) in forms)
        {
            if (target.Contains(form, StringComparison.Ordinal) || Uri.UnescapeDataString(target).Contains(form, StringComparison.Ordinal))
                yield return Found(number, "the request's address");
            foreach (var header in headers.Where(header => header.Value.ToString().Contains(form, StringComparison.Ordinal)))
                yield return Found(number, $"the header '{header.Key.ToLowerInvariant()}'");
            if (body.Contains(form, StringComparison.Ordinal))
                yield return Found(number, "the body");
        }
    }

    public string Mask(string text)
    {
        foreach (var (number, form) in forms)
            text = text.Replace(form, $"[forbidden value {number}]", StringComparison.Ordinal);
        return text;
    }

    private static RuleBreak Found(int number, string where) => new(ScriptedRule.ForbiddenValue, $"forbidden value {number} is in {where}.");

    private static IEnumerable<string> FormsOf(string value)
    {
        var once = JsonEncodedText.Encode(value, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
        return [value, once, JsonEncodedText.Encode(once, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString()];
    }
}
