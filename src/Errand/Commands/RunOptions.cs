using System.CommandLine;
using Errand.Core;
using Errand.Jobs.Requests;

namespace Errand.Commands;

/// <summary>The words that say what a job is to do, and how they become a request.</summary>
internal sealed class RunOptions
{
    private readonly Argument<string?> task = new("TASK") { Description = "The work to do, in your words. In quotes.", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string?> file = Words.Value("--file", "PATH", "Read the task from a file, or with - from standard input. A job's own task.md brings its scope and checks along.");
    private readonly Option<string?> cwd = Words.Value("--cwd", "DIR", "An absolute path in the repository to work on. Default: the current directory.");
    private readonly Option<string?> worker = Words.Value("--worker", "NAME", "Who does it: claude, codex or a worker of your configuration.");
    private readonly Option<string?> tier = Words.Value("--tier", "NAME", "How much thought: fast, think, auto or a tier of your configuration.");
    private readonly Option<string[]> scope = Words.Values("--scope", "GLOB", "What the job may change, relative to the repository's root. Again for more. Default: all that is not denied.");
    private readonly Option<bool> strict = Words.Flag("--strict", "Let the worker write within --scope only: another write fails at once. Default: as configured, no.");
    private readonly Option<string[]> deny = Words.Values("--deny", "GLOB", "What it may not change. Wins over --scope. Again for more.");
    private readonly Option<string?> goal = Words.Value("--goal", "TEXT", "The same as TASK.");
    private readonly Option<string[]> constraints = Words.Values("--constraint", "TEXT", "Something that the work must keep to, in a line. Again for more.");
    private readonly Option<string[]> criteria = Words.Values("--criterion", "TEXT", "Something that the work must come to, in a line. Again for more. What a command can prove is a --check.");
    private readonly Option<string[]> checks = Words.Values("--check", "NAME=COMMAND", "A command that must succeed on the result; NAME!=COMMAND must also fail on the base, and auto is the repository's own. Errand runs it, not the worker. Again for more.");
    private readonly Option<string[]> hiddenChecks = Words.Values("--hidden-check", "NAME=COMMAND", "A check that the worker is never told of. Again for more.");
    private readonly Option<string?> hiddenFiles = Words.Value("--hidden-files", "DIR", "Files that are laid over the result for the hidden checks; the worker never sees them.");
    private readonly Option<string[]> allow = Words.Values("--allow", "CLASS", "Lets it change what judges it: tests, ci, config or lockfiles. Again for more.");
    private readonly Option<string?> setup = Words.Value("--setup", "COMMAND", "Puts in place what the repository does not hold, such as 'npm ci'; kept for the next job. Default: as configured.");
    private readonly Option<string?> probe = Words.Value("--probe", "COMMAND", "Must succeed on the base before the worker begins. Default: as configured.");
    private readonly Option<string?> revise = Words.Value("--revise", "N", "How often Errand itself sends failed work back to the worker, the last time to the model's `escalate`. Default: as configured, 0.");
    private readonly Option<bool> review = Words.Flag("--review", "Have another model read the work when its checks have passed. It can lower the verdict, never raise it.");
    private readonly Option<bool> report = Words.Flag("--report", "Ask the worker for a report with Summary, Tests and Files Changed, and once more when one is missing. Default: as configured, no.");

    private readonly Option<string?> mode = Words.Value("--mode", "write|read", "Whether the job may change files. Default: write.");
    private readonly Option<string?> isolation = Words.Value("--isolation", "KIND", "Where it works: overlay is a private tree above a snapshot, checkout a private clone, inplace your own tree. Default: overlay where that works, else checkout.");
    private readonly Option<string?> from = Words.Value("--base", "REF", "What to start from: a revision, or dirty for your uncommitted state. Default: HEAD.");
    private readonly Option<string?> label = Words.Value("--label", "NAME", "A short name for lists and for the branch.");
    private readonly Option<string?> key = Words.Value("--key", "TEXT", "A second start with the same key gives the first one's job.");
    private readonly Option<string?> timeout = Words.Value("--timeout", "TIME", "Longest time for the worker, such as 10m. Default: 1h.");
    private readonly Option<string?> stall = Words.Value("--stall", "TIME", "Longest silence without any work. Default: 10m.");
    private readonly Option<string?> budget = Words.Value("--budget", "AMOUNT", "What it may spend on models before it waits for you: 1.50 is money, 200k is tokens. Default: as configured.");
    private readonly Option<string?> forerunner = Words.Value("--continue", "ID", "Go on with an ended job's workspace and worker session.");
    private readonly Option<string?> apply = Words.Value("--apply", "manual|auto", "auto: accept by itself when the work is verified and in scope. Default: manual.");

    public void AddTo(Command command)
    {
        command.Add(task);
        foreach (Option option in (Option[])[goal, file, cwd, worker, tier, scope, strict, deny, constraints, criteria, checks, hiddenChecks, hiddenFiles, allow, setup, probe, revise, review, report, mode, isolation, from, label, key, timeout, stall, budget, forerunner, apply])
            command.Add(option);
    }

    /// <exception cref="ErrandException">A word is not allowed; nothing was done.</exception>
    public async Task<JobRequest> ReadAsync(ParseResult line, ErrandEnvironment environment, CancellationToken cancellationToken)
    {
        TaskFile source = await ReadTaskAsync(line, environment, cancellationToken);
        return new JobRequest
        {
            Task = source.Task,
            Cwd = line.GetValue(cwd) ?? environment.WorkingDirectory,
            Worker = line.GetValue(worker),
            Tier = line.GetValue(tier),
            Scope = [.. source.Scope, .. line.GetValue(scope)!],
            Strict = line.GetValue(strict) ? true : null,
            Deny = [.. source.Deny, .. line.GetValue(deny)!],
            Constraints = [.. source.Constraints, .. line.GetValue(constraints)!],
            Criteria = [.. source.Criteria, .. line.GetValue(criteria)!],
            Checks = [.. source.Checks, .. line.GetValue(checks)!.Select(text => CheckText.Parse("check", text))],
            HiddenChecks = [.. line.GetValue(hiddenChecks)!.Select(text => CheckText.Parse("hidden check", text))],
            HiddenFiles = line.GetValue(hiddenFiles) is { } directory ? Path.GetFullPath(directory, environment.WorkingDirectory) : null,
            Allow = [.. line.GetValue(allow)!.Select(text => Bind.Choice<ProtectedClass>("allow", text)!.Value)],
            Setup = line.GetValue(setup),
            Probe = line.GetValue(probe),
            Revise = Bind.Count("revise", line.GetValue(revise), 0, "1") is { } times ? (int)Math.Min(times, int.MaxValue) : null,
            Review = line.GetValue(review),
            Report = line.GetValue(report) ? true : null,
            Mode = Bind.Choice<JobMode>("mode", line.GetValue(mode)) ?? JobMode.Write,
            Isolation = Bind.Choice<IsolationKind>("isolation", line.GetValue(isolation)),
            Base = line.GetValue(from),
            Label = line.GetValue(label),
            Key = line.GetValue(key),
            Timeout = Bind.Time("timeout", line.GetValue(timeout), "10m"),
            StallTimeout = Bind.Time("stall", line.GetValue(stall), "10m"),
            Budget = line.GetValue(budget) is { } amount ? BudgetText.Parse(amount) : null,
            Continue = line.GetValue(forerunner),
            Apply = Bind.Choice<ApplyMode>("apply", line.GetValue(apply)) ?? ApplyMode.Manual,
        };
    }

    private async Task<TaskFile> ReadTaskAsync(ParseResult line, ErrandEnvironment environment, CancellationToken cancellationToken)
    {
        string? words = line.GetValue(task);
        if (line.GetValue(goal) is { } wanted)
            words = words is null ? wanted : throw RequestValidator.Refused("goal", wanted, "the task stands on the command line already", "leave out one of them");
        string? path = line.GetValue(file);
        return (words, path) switch
        {
            (not null, null) => TaskFile.OfWords(words),
            (null, not null) => await TaskFile.ReadAsync(path, environment.WorkingDirectory, cancellationToken),
            (null, null) => throw RequestValidator.Refused("task", "", "it is missing", "errand run \"Fix the null check in src/Import.cs and add a test.\""),
            _ => throw RequestValidator.Refused("file", path!, "the task stands on the command line already", "leave out one of them"),
        };
    }
}
