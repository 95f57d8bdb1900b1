using System.Text.Json;
using Errand.Gateway.Scripted;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Scripted;

/// <param name="model">A model's name; what Codex knows of it decides how it asks.</param>
/// <param name="sandbox">What it may do without asking anybody.</param>
internal sealed class RealCodex(string model, string sandbox = "danger-full-access") : RealClient
{
    protected override string Program => ToolPaths.Codex;

    public override string? AnswerIn(ClientRun run) => run.OfType("item.completed")
        .Select(entry => entry.GetProperty("item"))
        .LastOrDefault(item => item.GetProperty("type").GetString() == "agent_message") is { ValueKind: JsonValueKind.Object } message
            ? message.GetProperty("text").GetString()
            : null;

    protected override IEnumerable<string> ResumeArguments(ClientRun run) => ["resume", run.OfType("thread.started").First().GetProperty("thread_id").GetString()!];

    protected override IEnumerable<string> Arguments(ScriptedModel server, IReadOnlyList<string> further) =>
    [
        "exec", "--json", "-m", model, "-s", sandbox, "--skip-git-repo-check",
        "-c", "model_provider=\"scripted\"", "-c", "model_providers.scripted.name=\"scripted\"",
        "-c", $"model_providers.scripted.base_url=\"{server.OpenAIBaseUrl}\"", "-c", "model_providers.scripted.wire_api=\"responses\"",
        "-c", "model_providers.scripted.env_key=\"MODEL_KEY\"", "-c", "analytics.enabled=false", "-c", "check_for_update_on_startup=false",
        .. further, "-",
    ];

    protected override IEnumerable<(string Name, string Value)> Variables(ScriptedModel server) =>
    [
        // TMPDIR is set because Codex does not work with its home below the temp directory.
        ("PATH", SearchPath), ("HOME", Home), ("TMPDIR", Temp), ("CODEX_HOME", Directory.CreateDirectory(Path.Combine(Home, "codex")).FullName),
        ("MODEL_KEY", ScriptedModelOptions.DefaultToken),
    ];
}
