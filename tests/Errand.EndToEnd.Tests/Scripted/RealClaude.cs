using Errand.Gateway.Scripted;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Scripted;

/// <param name="permissionMode">What it may do without asking anybody.</param>
internal sealed class RealClaude(string permissionMode = "bypassPermissions") : RealClient
{
    protected override string Program => ToolPaths.Claude;

    public override string? AnswerIn(ClientRun run) => run.OfType("result").Last().GetProperty("result").GetString();

    protected override IEnumerable<string> ResumeArguments(ClientRun run) => ["--resume", run.OfType("result").Last().GetProperty("session_id").GetString()!];

    protected override IEnumerable<string> Arguments(ScriptedModel model, IReadOnlyList<string> further) =>
        ["-p", "--output-format", "stream-json", "--verbose", "--permission-mode", permissionMode, "--setting-sources", "", "--model", "scripted", .. further];

    protected override IEnumerable<(string Name, string Value)> Variables(ScriptedModel model) =>
    [
        ("PATH", SearchPath), ("HOME", Home), ("TMPDIR", Temp), ("CLAUDE_CONFIG_DIR", Path.Combine(Home, "claude")),
        ("ANTHROPIC_BASE_URL", model.AnthropicBaseUrl), ("ANTHROPIC_AUTH_TOKEN", ScriptedModelOptions.DefaultToken),
        ("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1"), ("DISABLE_TELEMETRY", "1"), ("DISABLE_AUTOUPDATER", "1"), ("DISABLE_ERROR_REPORTING", "1"),
        // Says that somebody else holds the process, without which it refuses to run as root with everything allowed.
        ("IS_SANDBOX", "1"),
        ("CLAUDE_CODE_MAX_RETRIES", "3"),
    ];
}
