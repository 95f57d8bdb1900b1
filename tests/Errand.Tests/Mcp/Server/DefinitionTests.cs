using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Errand.Mcp;
using Errand.Mcp.Tools;
using Errand.Testing;
using ModelContextProtocol.Protocol;

namespace Errand.Tests.Mcp.Server;

/// <summary>What hosts and models are told of the tools.</summary>
public sealed class DefinitionTests
{
    private const int Budget = 900;

    private static readonly IReadOnlyList<Tool> Tools = new ToolSet("/").Definitions;

    [Fact]
    public void The_page_shows_what_models_see() => Approved.Section("docs/mcp-tools.md", "tools", Page());

    [TokenFact]
    public void All_definitions_and_the_instructions_cost_few_tokens()
    {
        int tokens = TokenCounter.Count(ServerInstructions.Text) + Tools.Sum(tool => TokenCounter.Count(AsSeen(tool)));

        Assert.InRange(tokens, 1, Budget);
        Approved.Section("docs/mcp-tools.md", "cost", $"{tokens} tokens (o200k).");
    }

    [Fact]
    public void The_instructions_fit_where_codex_cuts_them() => Assert.InRange(ServerInstructions.Text.Length, 1, 250);

    // codex exec refuses a tool that has neither.
    [Fact]
    public void Headless_hosts_may_call_every_tool() => Assert.All(
        Tools, tool => Assert.True(tool.Annotations!.ReadOnlyHint == true || tool.Annotations is { DestructiveHint: false, OpenWorldHint: false }, tool.Name));

    [Fact]
    public void Only_start_is_loaded_without_a_search() => Assert.Equal(
        ["start"], Tools.Where(tool => tool.Meta?["anthropic/alwaysLoad"] is JsonValue value && value.GetValue<bool>()).Select(tool => tool.Name));

    [Fact]
    public void Only_reading_is_annotated_as_reading() => Assert.Equal(["wait", "show"], Tools.Where(tool => tool.Annotations!.ReadOnlyHint == true).Select(tool => tool.Name));

    private static string AsSeen(Tool tool) => $$"""{"name":"{{tool.Name}}","description":{{JsonSerializer.Serialize(tool.Description)}},"parameters":{{tool.InputSchema.GetRawText()}}}""";

    private static string Page()
    {
        var page = new StringBuilder();
        page.Append("Instructions: ").Append(ServerInstructions.Text).Append('\n');
        foreach (Tool tool in Tools)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n### {tool.Name}\n\n{tool.Description}\n\n| argument | type | |\n|---|---|---|\n");
            string[] required = tool.InputSchema.TryGetProperty("required", out JsonElement names) ? [.. names.EnumerateArray().Select(name => name.GetString()!)] : [];
            foreach (JsonProperty property in tool.InputSchema.GetProperty("properties").EnumerateObject())
            {
                string description = property.Value.TryGetProperty("description", out JsonElement text) ? text.GetString()! : "";
                string mark = required.Contains(property.Name) ? " (required)" : "";
                page.Append(CultureInfo.InvariantCulture, $"| `{property.Name}`{mark} | {TypeOf(property.Value)} | {description} |\n");
            }

            page.Append(CultureInfo.InvariantCulture, $"\nAnnotations: {HintsOf(tool.Annotations!)}.\n");
        }

        return page.ToString();
    }

    private static string TypeOf(JsonElement schema)
    {
        if (schema.TryGetProperty("enum", out JsonElement values))
            return string.Join(", ", values.EnumerateArray().Select(value => $"`{value.GetString()}`"));
        string type = schema.GetProperty("type").GetString()!;
        return type == "array" ? "list of strings" : type;
    }

    private static string HintsOf(ToolAnnotations hints) => string.Join(", ", new[]
    {
        hints.ReadOnlyHint == true ? "read-only" : "not read-only",
        hints.DestructiveHint == true ? "destructive" : "not destructive",
        hints.IdempotentHint == true ? "idempotent" : "not idempotent",
        hints.OpenWorldHint == true ? "open world" : "closed world",
    });
}
