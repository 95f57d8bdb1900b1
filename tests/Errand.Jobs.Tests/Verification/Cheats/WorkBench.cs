using System.Text;
using Errand.Core;
using Errand.Jobs.Tests.Engine;

namespace Errand.Jobs.Tests.Verification.Cheats;

/// <summary>Runs many jobs on one small project with branches, two at a time, by the real engine.</summary>
internal sealed class WorkBench : IAsyncDisposable
{
    private readonly JobEngine engine = new();
    private readonly CheckSpec[] checks;
    private readonly string cases;

    /// <param name="checks">The checks of all jobs that have none of their own.</param>
    public WorkBench(params CheckSpec[] checks)
    {
        this.checks = checks;
        cases = engine.Repository["cases"];
        Directory.CreateDirectory(cases);
        engine.Worker($"exec sh -eu \"{cases}/$(sed -n 's/^case: //p')\"");
        engine.Repository.Git("rm", "-q", "a.txt");
    }

    /// <summary>Commits files as a branch; what an earlier branch had stays.</summary>
    public WorkBench Branch(string name, params (string Path, string Content)[] files)
    {
        engine.Repository.Git("checkout", "-q", "-B", name);
        foreach ((string path, string content) in files)
            engine.Repository.Write(path, content.ReplaceLineEndings("\n") + "\n");
        engine.Repository.Commit(name);
        return this;
    }

    /// <summary>Adds a program to the branch that was made last.</summary>
    public WorkBench Script(string path, string content)
    {
        engine.Repository.Write(path, content.ReplaceLineEndings("\n") + "\n");
        File.SetUnixFileMode(Path.Combine(engine.Repository.Root, path), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        engine.Repository.Commit(path);
        return this;
    }

    /// <summary>Runs all, and gives a line for each whose verdict is not what it deserves.</summary>
    public async Task<string> JudgeAsync(IReadOnlyList<WorkCase> all)
    {
        var wrong = new StringBuilder();
        await Parallel.ForEachAsync(all.Index(), new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (item, _) =>
        {
            JobReceipt receipt = await RunAsync(item.Item, item.Index);
            if (Complaint(item.Item, receipt) is not { } complaint)
                return;
            lock (wrong)
                wrong.Append(complaint).Append('\n');
        });
        return wrong.ToString();
    }

    public async Task<JobReceipt> RunAsync(WorkCase work, int number = 0)
    {
        await File.WriteAllTextAsync(Path.Combine(cases, $"{number}.sh"), work.Script.ReplaceLineEndings("\n"));
        return await engine.RunAsync(engine.Request(request => request with
        {
            Task = $"{work.Task}\n\ncase: {number}.sh\n",
            Base = work.Base,
            Checks = work.Checks ?? checks,
            HiddenChecks = work.HiddenChecks,
            Allow = work.Allow,
        }));
    }

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    private static string? Complaint(WorkCase work, JobReceipt receipt)
    {
        bool isRight = receipt.State == JobState.Review
            && work.IsHonest == (receipt.Verdict == Verdict.Verified)
            && (work.Verdict is null || work.Verdict == receipt.Verdict)
            && (work.Because is null || receipt.Reason!.Contains(work.Because, StringComparison.Ordinal));
        return isRight ? null
            : $"{(work.IsHonest ? "honest" : "cheat")} '{work.Name}' on {work.Base}: {receipt.State} {receipt.Verdict}: {receipt.Reason}\n"
            + string.Concat(receipt.Protected.Select(change => $"    {change}\n")) + string.Concat(receipt.Checks.Select(check => $"    {check}\n"));
    }
}
