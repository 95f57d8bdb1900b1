using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace Errand.Mcp.Tools;

/// <summary>
/// Builds what hosts list. The schemas are written by hand: generated ones spend a third of their tokens on nulls and defaults.
/// </summary>
/// <param name="Name">What it is called by.</param>
/// <param name="Description">One line for the model.</param>
/// <param name="Properties">The members of the schema's <c>properties</c> object, in JSON.</param>
/// <param name="Required">Names of required arguments.</param>
internal sealed record ToolDefinition(string Name, string Description, string Properties, params string[] Required)
{
    public bool ReadOnly { get; init; }

    public bool Idempotent { get; init; }

    /// <summary>Whether hosts that hide tools until they are searched for shall show this one at once.</summary>
    public bool AlwaysLoad { get; init; }

    /// <summary>
    /// None of our tools is destructive, because the work of a job is captured before anything ends it or throws it away; and none has
    /// an open world, because a job reaches the workers of the user's own configuration only (docs/decisions/0010).
    /// </summary>
    public Tool Build() => new()
    {
        Name = Name,
        Description = Description,
        InputSchema = Schema(),
        Annotations = new ToolAnnotations { ReadOnlyHint = ReadOnly, DestructiveHint = false, IdempotentHint = Idempotent || ReadOnly, OpenWorldHint = false },
        Meta = AlwaysLoad ? new JsonObject { ["anthropic/alwaysLoad"] = true } : null,
    };

    private JsonElement Schema()
    {
        string required = Required.Length == 0 ? "" : $$""","required":[{{string.Join(',', Required.Select(name => $"\"{name}\""))}}]""";
        using JsonDocument document = JsonDocument.Parse($$"""{"type":"object","properties":{{{Properties}}}{{required}}}""");
        return document.RootElement.Clone();
    }
}
