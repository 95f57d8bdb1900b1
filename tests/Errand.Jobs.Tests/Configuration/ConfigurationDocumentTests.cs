using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Errand.Jobs.Configuration;
using Errand.Core.Forms;
using Errand.Jobs.Configuration.Shape;
using Errand.Testing;

namespace Errand.Jobs.Tests.Configuration;

/// <summary>What is written about the configuration is made from what reads it.</summary>
public sealed class ConfigurationDocumentTests : IDisposable
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly SettingRow[] Rows = [.. ConfigurationShape.Root.Rows("", ErrandConfiguration.Default)];

    private readonly ConfigurationFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public void The_page_lists_every_key()
    {
        var table = new Table("Key", "Must be", "Default", "Meaning");
        foreach (SettingRow row in Rows.Where(row => row.Path != "$schema"))
        {
            bool isContainer = Rows.Any(other => other.Path.StartsWith(row.Path + ".", StringComparison.Ordinal));
            table.Row($"`{row.Path}`", isContainer ? "an object" : row.Allowed, row.Default, row.Meaning);
        }

        Approved.Section("docs/configuration.md", "keys", table.ToString());
    }

    [Fact]
    public void The_page_lists_every_variable()
    {
        var table = new Table("Variable", "Sets");
        foreach (SettingRow row in Rows.Where(row => row.Variable is not null))
            table.Row($"`{row.Variable}`", $"`{row.Path}`");

        Approved.Section("docs/configuration.md", "variables", table.ToString());
    }

    [Fact]
    public void The_schema_describes_every_key()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Errand's config.json",
        };
        foreach ((string key, JsonNode? value) in ConfigurationShape.Root.Schema())
            schema[key] = value?.DeepClone();

        Approved.Document("docs/config.schema.json", schema.ToJsonString(Indented));
    }

    [Fact]
    public void The_example_on_the_page_can_be_read()
    {
        string page = File.ReadAllText(Path.Combine(ToolPaths.Repository, "docs/configuration.md"));
        int start = page.IndexOf("```jsonc\n", StringComparison.Ordinal) + "```jsonc\n".Length;

        ErrandConfiguration configuration = file.Load(page[start..page.IndexOf("```", start, StringComparison.Ordinal)]);

        Assert.NotEqual(ErrandConfiguration.Default.Workers.Keys, configuration.Workers.Keys);
    }
}
