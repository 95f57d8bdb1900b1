using System.Text;
using System.Text.Json;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Profiles;
using Errand.Testing;

namespace Errand.Gateway.Tests.Translation;

public class ProfileDocumentTests
{
    private const string Document = "docs/backend-profiles.md";

    [Fact]
    public void The_manual_has_every_key()
    {
        var documentation = XmlDocumentation.Of(typeof(BackendProfile).Assembly);
        var text = new StringBuilder("| key | value | default | |\n|---|---|---|---|\n| `extends` | a profile's name | `generic` | the profile that it begins as |\n");
        foreach (var key in ProfileKeys.All)
        {
            var property = typeof(BackendProfile).GetProperty($"{char.ToUpperInvariant(key.Name[0])}{key.Name[1..]}")!;
            text.Append($"| `{key.Name}` | {key.Allowed} | {Shown(property.GetValue(BackendProfiles.BuiltIn.Find("generic")))} | {documentation.SummaryOf(property)} |\n");
        }

        Approved.Section(Document, "keys", text.ToString());
    }

    [Fact]
    public void The_manual_has_the_built_in_profiles()
    {
        using var stream = typeof(BackendProfile).Assembly.GetManifestResourceStream("profiles.json")!;
        using var reader = new StreamReader(stream);

        Approved.Section(Document, "built-in", $"```json\n{reader.ReadToEnd().Trim()}\n```");
    }

    private static string Shown(object? value) => value switch
    {
        null => "`null`",
        RawJson { IsEmpty: true } => "`null`",
        bool flag => flag ? "`true`" : "`false`",
        _ => $"`{JsonSerializer.Serialize(value)}`",
    };
}
