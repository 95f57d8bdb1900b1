using System.Text;
using Errand.Core;
using Errand.Gateway.Scripted;
using Errand.Jobs;
using Errand.Jobs.Sandbox;
using Errand.Processes;
using Errand.Text;
using Errand.Trials;

namespace Errand.Demo;

/// <summary>
/// The main job from end to end: the same task to each worker, isolated, verified, reported, one of them accepted. Everything in it is real
/// but the model, and everything is held against what it must be.
/// </summary>
internal sealed class DemoRun(ErrandEnvironment environment, TextWriter output, TimeProvider clock)
{
    /// <summary>Name of the variable with a directory of programs, which the script <c>./errand</c> fetched for the demo.</summary>
    public const string ToolsVariable = "ERRAND_TOOLS";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DemoStory story = new(output, clock);

    /// <returns>Done when everything is as it must be.</returns>
    /// <exception cref="ErrandException">There is no worker for it.</exception>
    public async Task<ExitCode> RunAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        story.Line("The main job, for real: real worker programs, real git, and a scripted model on this machine. No network, no key, no cost.");
        DemoWorkers workers = await FindWorkersAsync(options, cancellationToken);
        var setup = new TrialSetup
        {
            Purpose = "demo",
            Workers = [.. workers.Ready.Select(worker => new TrialWorker(worker.Name, worker.Name))],
            Script = DemoProject.Script,
            FurtherPath = Tools,
            Keep = options.Keep,
        };
        Trial trial = await Trial.StartAsync(setup, environment, clock, cancellationToken);
        IReadOnlyList<string> wrong;
        int count;
        await using (trial)
        {
            await ShowProjectAsync(trial, cancellationToken);
            IReadOnlyList<JobReceipt> receipts = await DelegateAsync(trial, cancellationToken);
            count = receipts.Count;
            wrong =
            [
                .. receipts.SelectMany(DemoFindings.Of),
                .. trial.Model.Violations.Select(Describe),
                .. await CheckCheckoutAsync(trial, cancellationToken),
                .. await AcceptAsync(trial, receipts, cancellationToken),
            ];
        }

        ShowEnd(trial, count, wrong, options.Keep);
        return wrong.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private string? Tools => environment.Variables.GetValueOrDefault(ToolsVariable) is { Length: > 0 } tools && Path.IsPathRooted(tools) ? tools : null;

    private async Task<DemoWorkers> FindWorkersAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string>(environment.Variables);
        if (Tools is { } tools)
            variables["PATH"] = $"{variables.GetValueOrDefault("PATH")}:{tools}";
        ErrandEnvironment searched = environment with { Variables = variables };
        IReadOnlyList<string> wanted = options.Workers.Count > 0 ? options.Workers : DemoWorkers.Names;
        DemoWorkers workers = await DemoWorkers.FindAsync(wanted, await ProbeAsync(searched, cancellationToken), searched, clock, cancellationToken);

        story.Heading("Workers");
        foreach ((string name, var program) in workers.Ready)
            story.Indented($"{name,-6}  {program.Version}  {program.Program}");
        foreach ((string name, ErrandException why) in workers.Missing)
            story.Indented($"{name,-6}  left out: {why.Message}");
        if (workers.Ready.Count == 0 || (options.Workers.Count > 0 && workers.Missing.Count > 0))
        {
            string names = string.Join(" and ", workers.Missing.Select(worker => $"'{worker.Name}'"));
            throw new ErrandException(workers.Missing[0].Why.Error, $"The demo cannot use {names}; the lines above say why and what to type.");
        }

        return workers;
    }

    private async Task ShowProjectAsync(Trial trial, CancellationToken cancellationToken)
    {
        await trial.Repository.CreateAsync(DemoProject.Files, cancellationToken);
        story.Heading($"A project with a failing test, in {trial.Repository.Root}");
        story.Command(DemoProject.TestCommand, await TestAsync(trial, cancellationToken));
    }

    private async Task<string> TestAsync(Trial trial, CancellationToken cancellationToken)
    {
        var command = new ProcessCommand("/bin/sh", ["test.sh"])
        {
            WorkingDirectory = trial.Repository.Root,
            Environment = new Dictionary<string, string> { ["PATH"] = environment.Variables.GetValueOrDefault("PATH", "/usr/bin:/bin") },
        };
        CapturedOutput said = await new Composition(environment, clock).Processes.CaptureAsync(command, 1 << 16, cancellationToken);
        return Encoding.UTF8.GetString(said.Output.Span) + said.Error;
    }

    private async Task<IReadOnlyList<JobReceipt>> DelegateAsync(Trial trial, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> workers = [.. trial.Workers.Select(worker => worker.Name)];
        story.Heading(workers.Count > 1 ? "The same task to each worker, in a private clone each" : "The task to the worker, in a private clone");
        var ids = new List<JobId>();
        foreach (string worker in workers)
        {
            var request = new JobRequest
            {
                Task = DemoProject.Task,
                Cwd = trial.Repository.Root,
                Worker = worker,
                Scope = [DemoProject.ChangedFile],
                Checks = [DemoProject.Check],
                Timeout = Patience,
            };
            StartedJob started = await trial.Jobs.StartAsync(request, Trial.By, cancellationToken);
            ids.Add(started.Receipt.Id);
            story.Indented($"$ errand run \"{DemoProject.Task}\" --worker {worker} --scope {DemoProject.ChangedFile} --check 'test={DemoProject.TestCommand}' --detach");
        }

        IReadOnlyList<JobReceipt> receipts = await trial.Jobs.WaitAsync(ids, all: true, Patience, story.Progress, cancellationToken);
        story.Heading(receipts.Count > 1 ? "The receipts" : "The receipt");
        foreach (JobReceipt receipt in receipts)
        {
            story.Command($"errand show {receipt.Id}", ReceiptText.Of(receipt, Face.CommandLine));
            story.Line("");
        }

        return receipts;
    }

    /// <summary>What is wrong with the user's own tree while the work waits for a decision.</summary>
    private async Task<IReadOnlyList<string>> CheckCheckoutAsync(Trial trial, CancellationToken cancellationToken)
    {
        story.Line("Your checkout is untouched ...");
        string status = await trial.Repository.GitAsync(cancellationToken, "status", "--short");
        story.Command("git status --short", status.Length == 0 ? "(nothing)" : status);
        return status.Length == 0 && trial.Repository.Read(DemoProject.ChangedFile) == DemoProject.Files[DemoProject.ChangedFile]
            ? []
            : ["The checkout should be untouched before a job is accepted, and is not."];
    }

    /// <summary>Takes the first work that is proved, and says what is wrong with the outcome.</summary>
    private async Task<IReadOnlyList<string>> AcceptAsync(Trial trial, IReadOnlyList<JobReceipt> receipts, CancellationToken cancellationToken)
    {
        if (receipts.FirstOrDefault(receipt => receipt is { State: JobState.Review, Verdict: Verdict.Verified }) is not { } chosen)
            return [];

        story.Heading("... until you take the work");
        JobReceipt accepted = await trial.Jobs.AcceptAsync(chosen.Id, AcceptTarget.Checkout, Trial.By, cancellationToken);
        story.Command($"errand accept {chosen.Id}", $"{accepted.Id} {SnakeCase.Of(accepted.State)}");
        story.Command("git diff --stat", await trial.Repository.GitAsync(cancellationToken, "diff", "--stat"));
        story.Command(DemoProject.TestCommand, await TestAsync(trial, cancellationToken));
        List<string> wrong = [];
        if (accepted.State != JobState.Accepted)
            wrong.Add($"{chosen.Id} should be accepted, and is {SnakeCase.Of(accepted.State)}.");
        if (!trial.Repository.Read(DemoProject.ChangedFile).Contains($"\n{DemoProject.MendedLine}\n", StringComparison.Ordinal))
            wrong.Add($"{DemoProject.ChangedFile} should have the accepted change in the checkout, and has not.");
        return wrong;
    }

    private void ShowEnd(Trial trial, int count, IReadOnlyList<string> wrong, bool isKept)
    {
        story.Heading(wrong.Count == 0 ? $"{(count == 1 ? "The receipt is" : $"All {count} receipts are")} right, after {story.Elapsed}." : $"Not as it must be, after {story.Elapsed}:");
        foreach (string sentence in wrong)
            story.Indented(sentence);
        if (isKept)
        {
            story.Line($"Everything is still there. Look around: export ERRAND_HOME={trial.StateDirectory}; errand list; errand logs j1");
            story.Line($"Remove it: rm -rf {trial.Root}");
        }
        else if (trial.Leftover is { } leftover)
        {
            story.Line($"{trial.Root} could not be removed whole: {Escaping.Escape(leftover)} Remove it: rm -rf {trial.Root}");
        }
        else
        {
            story.Line($"Removed {trial.Root}; --keep leaves it for you to look at.");
        }
    }

    private async Task<WorkerProbe> ProbeAsync(ErrandEnvironment searched, CancellationToken cancellationToken)
    {
        var composition = new Composition(searched, clock);
        IReadOnlyList<RungFinding> rungs = await composition.CreateLadder().ExamineAsync(cancellationToken);
        return composition.CreateProbe(rungs.First(rung => rung.Sandbox is not null).Kind);
    }

    private static string Describe(ScriptedViolation violation) => $"The model was asked wrongly in request {violation.Request}: {Escaping.Escape(violation.Message)}";
}
