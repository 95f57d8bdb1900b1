using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Errand.Core;
using Errand.Core.Forms;
using Errand.Gateway.Configuration;
using Errand.Jobs.Configuration;
using Errand.Jobs.Configuration.Shape;
using Errand.Testing;
using GatewayKeys = Errand.Gateway.Configuration.Shape.GatewayShape;

namespace Errand.Tests.Configuration;

/// <summary>What is written about the configuration is made from what reads it.</summary>
public sealed class ConfigurationDocumentTests : IDisposable
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The jobs know only that the gateway has these keys.
    private static readonly SettingRow[] Rows =
    [
        .. ConfigurationShape.Root.Rows("", ErrandConfiguration.Default).Where(row => GatewayKeys.Keys.All(key => key.Key != row.Path)),
        .. GatewayKeys.Keys.SelectMany(key => key.Rows("", new GatewayOptions())),
    ];

    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Jobs_and_gateway_agree_on_whose_keys_are_whose()
    {
        string[] left = [.. GatewayKeys.Keys.Select(key => key.Key)];

        Assert.Equal(left, ConfigurationShape.Root.Rows("", ErrandConfiguration.Default).Select(row => row.Path).Where(left.Contains));
    }

    [Fact]
    public void Problems_of_jobs_and_gateway_are_told_together()
    {
        string file = directory.Write("config.json", """{ "defaultTier": "x", "models": { "fast": { "upstream": "cheap" } }, "gateway": { "port": "x" } }""");

        var refusal = Assert.Throws<ErrandException>(() => Load(null));

        Assert.StartsWith("ERR2001 The configuration has 3 problems:", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"{file}: defaultTier names the tier 'x'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"{file}: gateway.port is 'x' and must be a whole number from 0 to 65535", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("'cheap'", refusal.Message, StringComparison.Ordinal);
    }

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
        foreach (IMember<GatewayOptions> key in GatewayKeys.Keys)
            schema["properties"]![key.Key] = key.Schema();

        Approved.Document("docs/config.schema.json", schema.ToJsonString(Indented));
    }

    [Fact]
    public void The_example_on_the_page_can_be_read()
    {
        string page = File.ReadAllText(Path.Combine(ToolPaths.Repository, "docs/configuration.md"));
        int start = page.IndexOf("```jsonc\n", StringComparison.Ordinal) + "```jsonc\n".Length;

        ErrandConfiguration configuration = Load(page[start..page.IndexOf("```", start, StringComparison.Ordinal)]);

        Assert.NotEqual(ErrandConfiguration.Default.Workers.Keys, configuration.Workers.Keys);
    }

    [Fact]
    public void The_example_of_the_gateway_can_be_read()
    {
        string page = File.ReadAllText(Path.Combine(ToolPaths.Repository, "docs/gateway.md"));
        int start = page.IndexOf("```jsonc\n", StringComparison.Ordinal) + "```jsonc\n".Length;

        ErrandConfiguration configuration = Load(page[start..page.IndexOf("```", start, StringComparison.Ordinal)]);

        Assert.Equal(["gateway", "models", "prices", "upstreams"], configuration.Gateway.Keys.Order());
    }

    private ErrandConfiguration Load(string? json)
    {
        if (json is not null)
            directory.Write("config.json", json);
        var environment = new ErrandEnvironment
        {
            StateDirectory = directory.Path,
            WorkingDirectory = "/",
            HomeDirectory = "/home/ada",
            Executable = "/bin/false",
            Variables = new Dictionary<string, string>(),
        };
        return ConfigurationLoader.Load(environment, null, (keys, place) => GatewayOptionsReader.Read(keys, place));
    }
}
