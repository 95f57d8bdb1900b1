using System.CommandLine;
using Errand.Core;
using Errand.Jobs.Parts;
using Errand.Jobs.Requests;
using Errand.Output;

namespace Errand.Commands;

/// <summary><c>errand show</c>: a job's receipt, or a part of its evidence.</summary>
internal sealed class ShowCommand : ErrandCommand
{
    private readonly Argument<string> id = Words.Id();
    private readonly Argument<string?> part = new("PART")
    {
        Description = $"A part instead of the receipt, byte for byte: {string.Join(", ", SnakeCase.All<JobPart>())}.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Argument<string?> path = new("PATH") { Description = "A file of the diff, two attempts such as 1..2, the name of a check, or the number of an attempt.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> offset = Words.Value("--offset", "N", "Where to begin in the part, in bytes.");
    private readonly Option<string?> limit = Words.Value("--limit", "N", "Most bytes of the part. Default: all.");
    private readonly Option<string?> first = Words.Value("--line", "N", "The same in lines, from 1.");
    private readonly Option<string?> lines = Words.Value("--lines", "N", "Most lines of the part. Default: all.");
    private readonly Option<bool> stat = Words.Flag("--stat", "With diff: the changed files with their lines added and removed, instead of the patch.");
    private readonly Option<bool> timeline = Words.Flag("--timeline", "Tell the job as a story: what happened, when, who decided what and why.");
    private readonly JsonOptions json = new();

    public ShowCommand(CommandContext context) : base(
        context,
        "show",
        "Show a job: what was found out about its work, and what can be decided now.",
        "errand show j7",
        "errand show j7 --json",
        "errand show j7 diff src/Import.cs",
        "errand show j7 diff --stat",
        "errand show j7 check unit",
        "errand show j7 log --line 1200 --lines 50",
        "errand show j7 --timeline")
    {
        Add(id);
        Add(part);
        Add(path);
        Add(offset);
        Add(limit);
        Add(first);
        Add(lines);
        Add(stat);
        Add(timeline);
        json.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(ParseResult line, CancellationToken cancellationToken)
    {
        JobId job = Bind.Id(line.GetRequiredValue(id));
        JobPart? wanted = Bind.Choice<JobPart>("part", line.GetValue(part));
        long from = Bind.Count("offset", line.GetValue(offset), 0, "0") ?? 0;
        long? most = Bind.Count("limit", line.GetValue(limit), 1, "16384");
        long? firstLine = Bind.Count("line", line.GetValue(first), 1, "1");
        long? mostLines = Bind.Count("lines", line.GetValue(lines), 1, "200");
        if (firstLine is not null && from != 0)
            throw RequestValidator.Refused("line", $"{firstLine}", "--offset says already where to begin", "leave out one of them");
        OutputFormat format = json.Read(line);
        if (line.GetValue(timeline))
        {
            if (wanted is not null || format != OutputFormat.Text)
                throw RequestValidator.Refused("timeline", "", "it is a text of its own, without a part or --json", $"errand show {job} --timeline");
            foreach (string told in Context.Jobs.ReadTimeline(job))
                Context.Terminal.Out.WriteLine(told);
            return ExitCode.Done;
        }

        if (line.GetValue(stat))
        {
            if (wanted != JobPart.Diff || line.GetValue(path) is not null)
                throw RequestValidator.Refused("stat", "", "it belongs to the diff as a whole", $"errand show {job} diff --stat");
            wanted = JobPart.Stat;
        }

        if (wanted is null)
        {
            if (from != 0 || most is not null || firstLine is not null || mostLines is not null)
                throw RequestValidator.Refused("part", "", "an offset, a line or a limit needs a part", $"errand show {job} log --offset 4096");
            new JobAnswer(Context.Terminal, format).Write(Context.Jobs.Get(job));
            return ExitCode.Done;
        }

        if (format != OutputFormat.Text)
            throw RequestValidator.Refused("json", "", "a part is shown as the bytes that it has", $"errand show {job} {SnakeCase.Of(wanted.Value)}");

        await new PartOutput(Context.Jobs, Context.Terminal, Context.Clock).CopyAsync(job, wanted.Value, line.GetValue(path), new PartStart(from, firstLine), most, mostLines, cancellationToken);
        return ExitCode.Done;
    }
}
