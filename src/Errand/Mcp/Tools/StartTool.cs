using Errand.Core;
using Errand.Jobs;
using Errand.Mcp.Arguments;
using Errand.Mcp.Text;
using ModelContextProtocol.Protocol;

namespace Errand.Mcp.Tools;

/// <summary>Hands over a job.</summary>
/// <param name="directory">Where the server was started, which is the host's own directory: the default for <c>cwd</c>.</param>
internal sealed class StartTool(string directory) : IMcpTool
{
    public Tool Definition { get; } = new ToolDefinition(
        "start",
        "Start a coding job in the background; answers at once with its id.",
        """
        "task":{"type":"string","description":"The goal"},
        "constraints":{"type":"array","items":{"type":"string"}},
        "criteria":{"type":"array","items":{"type":"string"}},
        "cwd":{"type":"string","description":"Default: here"},
        "worker":{"type":"string"},
        "tier":{"type":"string","description":"fast, think, auto"},
        "label":{"type":"string"},
        "scope":{"type":"array","items":{"type":"string"},"description":"Globs it may change"},
        "strict":{"type":"boolean","description":"Other writes fail at once"},
        "deny":{"type":"array","items":{"type":"string"}},
        "checks":{"type":"array","items":{"type":"string"},"description":"name=command or auto"},
        "allow":{"type":"array","items":{"type":"string"},"description":"May change tests, ci, config, lockfiles"},
        "revise":{"type":"integer","description":"Automatic reworks on failure"},
        "review":{"type":"boolean"},
        "mode":{"type":"string","enum":["write","read"]},
        "base":{"type":"string","description":"Revision or dirty"},
        "isolation":{"type":"string","enum":["checkout","inplace","overlay"]},
        "continue":{"type":"string","description":"Job id"},
        "apply":{"type":"string","enum":["manual","auto"],"description":"auto: accept when verified"},
        "timeout":{"type":"string","description":"30m"},
        "budget":{"type":"string","description":"1.50 (money) or 200k (tokens)"},
        "key":{"type":"string"},
        "wait":{"type":"number","description":"Seconds"}
        """,
        "task")
    { AlwaysLoad = true }.Build();

    public async Task<string> CallAsync(ToolArguments arguments, HostCall call, CancellationToken cancellationToken)
    {
        var request = new JobRequest
        {
            Task = arguments.RequiredText("task", "Fix the null check in src/Import.cs and add a test."),
            Cwd = arguments.Text("cwd", "/home/me/project") ?? directory,
            Worker = arguments.Text("worker", "claude"),
            Tier = arguments.Text("tier", "fast"),
            Label = arguments.Text("label", "fix-import"),
            Scope = arguments.Texts("scope", "src/**"),
            Strict = arguments.Flag("strict"),
            Deny = arguments.Texts("deny", "docs/**"),
            Constraints = arguments.Texts("constraints", "Keep the public names"),
            Criteria = arguments.Texts("criteria", "Empty files work"),
            Checks = arguments.Checks("checks"),
            Allow = arguments.Choices<ProtectedClass>("allow"),
            Revise = arguments.Position("revise") is { } revise ? (int)Math.Min(revise, int.MaxValue) : null,
            Review = arguments.Flag("review") ?? false,
            Mode = arguments.Choice<JobMode>("mode") ?? JobMode.Write,
            Base = arguments.Text("base", "main"),
            Isolation = arguments.Choice<IsolationKind>("isolation"),
            Continue = arguments.Text("continue", "j7"),
            Apply = arguments.Choice<ApplyMode>("apply") ?? ApplyMode.Manual,
            Timeout = arguments.Time("timeout", "10m"),
            Budget = arguments.Text("budget", "1.50") is { } budget ? BudgetText.Parse(budget) : null,
            Key = arguments.Text("key", "import-2026-11-21"),
        };
        TimeSpan? wait = arguments.Time("wait", "30");

        // Once a job is recorded it is there, whatever the host does next; so the call is followed to its end.
        StartedJob started = await call.Jobs.StartAsync(request, call.By, cancellationToken);
        call.Session.Follow(started.Receipt.Id);
        if (wait is not { } patience || patience == TimeSpan.Zero)
            return AnswerText.Started(started, call.Session);

        IReadOnlyList<JobReceipt> receipts = await call.WaitAsync([started.Receipt.Id], all: true, patience, cancellationToken);
        await BoundaryQuestion.AskAsync(receipts, call, cancellationToken);
        return AnswerText.Waited([.. receipts.Select(receipt => call.Jobs.Get(receipt.Id))], call.Session);
    }
}
