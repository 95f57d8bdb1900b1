using Errand.Core;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Tests.Engine;

namespace Errand.Jobs.Tests.Sandbox;

/// <summary>Whole jobs whose workers are held by a sandbox.</summary>
public sealed class HeldWorkerTests
{
    [Fact]
    public async Task An_honest_worker_works_in_the_strongest_sandbox_as_if_there_were_none()
    {
        await using var engine = new JobEngine(new SandboxSettings());
        engine.Worker(
            """
            echo changed >> a.txt; mkdir -p sub; echo new > sub/new.txt
            git status --short; git add -A; git commit -qm mine; git log --oneline
            echo "$HOME $TMPDIR $PWD"; touch "$HOME/x" "$TMPDIR/y"; whoami; id
            test -s "$ERRAND_PROMPT_FILE"
            """);

        JobReceipt receipt = await engine.RunAsync(engine.Request());

        string log = File.ReadAllText(engine.Paths(receipt.Id).Attempt(1).WorkerLog);
        Assert.True(receipt.State == JobState.Review, receipt.Reason + log);
        Assert.Equal((JobState.Review, SandboxKind.Bubblewrap, SandboxNetwork.Gateway), (receipt.State, receipt.Sandbox, receipt.Network));
        Assert.Equal(["a.txt", "sub/new.txt"], receipt.Files.Select(file => file.Path));
        Assert.Empty(receipt.Warnings);
    }
}
