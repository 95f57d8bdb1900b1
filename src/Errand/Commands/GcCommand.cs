using System.CommandLine;
using Errand.Jobs.Retention;
using Errand.Output;
using Errand.Text;

namespace Errand.Commands;

/// <summary><c>errand gc</c>: removes jobs that are over and snapshots that no job uses, and says first which.</summary>
internal sealed class GcCommand : ErrandCommand
{
    private readonly Option<bool> apply = Words.Flag("--apply", "Remove it. Without this, only say what could go.");
    private readonly Option<string?> age = Words.Value("--older-than", "TIME", "Jobs that have been over for so long, such as 7d. Default: the configured retention, 30d.");
    private readonly JsonOptions json = new();

    public GcCommand(CommandContext context) : base(
        context,
        "gc",
        "Show which jobs that are over and which unused snapshots can be removed, or remove them.",
        "errand gc",
        "errand gc --older-than 7d --apply")
    {
        Add(apply);
        Add(age);
        json.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        TimeSpan? over = Bind.Time("older-than", line.GetValue(age), "7d");
        bool isApplied = line.GetValue(apply);
        IReadOnlyList<Removable> found = Context.Jobs.PlanGarbage(over);
        if (isApplied)
            found = await Context.Jobs.RemoveGarbageAsync(found, over, cancellationToken);

        OutputFormat format = json.Read(line);
        if (format != OutputFormat.Text)
        {
            JsonOutput.Write(Context.Terminal, new GarbageAnswer(isApplied, found), FaceJson.Default.GarbageAnswer, format);
            return ExitCode.Done;
        }

        TextWriter output = Context.Terminal.Out;
        foreach (Removable item in found)
            output.WriteLine($"{item.Job?.ToString() ?? Path.GetFileName(item.Path)[..12]}  {Amounts.Count(item.Bytes)}B  {item.Reason}");
        output.WriteLine((found.Count, isApplied) switch
        {
            (0, _) => "Nothing can go.",
            (_, true) => $"Removed {found.Count}.",
            _ => $"{found.Count} can go: errand gc --apply{(over is null ? "" : $" --older-than {line.GetValue(age)}")}",
        });
        return ExitCode.Done;
    }
}
