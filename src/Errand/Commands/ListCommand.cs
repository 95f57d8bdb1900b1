using System.CommandLine;
using Errand.Core;
using Errand.Output;

namespace Errand.Commands;

/// <summary><c>errand list</c>: all jobs of the state directory.</summary>
internal sealed class ListCommand : ErrandCommand
{
    private readonly Option<string[]> states = Words.Values("--state", "STATE", "Only jobs in this state, such as running or review. Again for more.");
    private readonly Option<string?> limit = Words.Value("--limit", "N", "Only the newest N.");
    private readonly JsonOptions json = new();

    public ListCommand(CommandContext context) : base(
        context,
        "list",
        "List jobs, the newest first.",
        "errand list --state running --state waiting",
        "errand list --limit 10 --json")
    {
        Add(states);
        Add(limit);
        json.AddTo(this);
    }

    protected override Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        JobState[] wanted = [.. line.GetValue(states)!.Select(state => Bind.Choice<JobState>("state", state)!.Value)];
        int most = (int)Math.Min(int.MaxValue, Bind.Count("limit", line.GetValue(limit), 1, "10") ?? int.MaxValue);

        (IReadOnlyList<JobReceipt> receipts, IReadOnlyList<string> damaged, _) = Context.Jobs.List();
        JobReceipt[] shown = [.. receipts.Where(receipt => wanted.Length == 0 || wanted.Contains(receipt.State)).Take(most)];
        new JobAnswer(Context.Terminal, json.Read(line)).WriteList(shown, Context.Clock.GetUtcNow());
        foreach (string sentence in damaged)
            Context.Terminal.Error.WriteLine($"errand: {sentence}");
        return Task.FromResult(ExitCode.Done);
    }
}
