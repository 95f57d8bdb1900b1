using System.Diagnostics;
using Errand.Core;
using Errand.EndToEnd.Tests.Scripted;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Demo;

/// <summary><c>errand demo</c> as a person runs it: in an empty home, with the real worker programs and no network.</summary>
public sealed class DemoTests
{
    /// <summary>The kernel's directory of an overlay may not be read by its owner.</summary>
    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };

    [RealClientFact]
    public async Task Both_real_programs_do_the_job_and_nothing_is_left_behind()
    {
        await using var errand = new ErrandUnderTest();
        Machine machine = MachineWithTools(errand);

        CommandResult demo = await errand.RunAsync("demo");

        Assert.True(demo.ExitCode == 0, demo.ToString());
        Assert.Matches("j1 review · verified · .* claude/scripted", demo.Output);
        Assert.Matches("j2 review · verified · .* codex/scripted", demo.Output);
        Assert.Equal(2, Count(demo.Output, "\n  files: greet.sh +1 -1\n"));
        Assert.Equal(2, Count(demo.Output, "\n  checks: test 2 passed"));
        Assert.Equal(2, Count(demo.Output, "\n  claim: \"Without a name, greet.sh now greets the world. Both tests pass.\"\n"));
        Assert.Contains("$ git status --short\n  (nothing)\n", demo.Output, StringComparison.Ordinal);
        Assert.Contains("j1 accepted\n", demo.Output, StringComparison.Ordinal);
        Assert.Contains("greet.sh | 2 +-\n", demo.Output, StringComparison.Ordinal);
        Assert.Contains("All 2 receipts are right", demo.Output, StringComparison.Ordinal);
        Assert.Equal("", demo.Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(machine.Temp));
        Assert.Empty(Directory.EnumerateFileSystemEntries(errand.Home));
        Assert.Equal(["config.json"], Directory.EnumerateFileSystemEntries(errand.State).Select(Path.GetFileName));
        Assert.Empty(errand.LiveProcesses());
    }

    [RealClientFact]
    public async Task What_is_kept_can_be_looked_at_with_the_ordinary_commands()
    {
        await using var errand = new ErrandUnderTest();
        Machine machine = MachineWithTools(errand);

        CommandResult demo = await errand.RunAsync("demo", "--worker", "codex", "--keep");

        Assert.True(demo.ExitCode == 0, demo.ToString());
        string root = Assert.Single(Directory.EnumerateDirectories(machine.Temp));
        Assert.Contains($"rm -rf {root}\n", demo.Output, StringComparison.Ordinal);
        errand.Variables["ERRAND_HOME"] = Path.Combine(root, "state");
        JobReceipt receipt = await errand.ShowAsync("j1");
        Assert.Equal((JobState.Accepted, Verdict.Verified, "codex"), (receipt.State, receipt.Verdict, receipt.Worker));
        Assert.Equal([new FileChange("greet.sh", ChangeKind.Modified, 1, 1)], receipt.Files);
        Assert.Contains("name=${1:-world}\n", File.ReadAllText(Path.Combine(root, "repository", "greet.sh")), StringComparison.Ordinal);
    }

    [RealClientFact]
    public async Task A_program_that_is_not_installed_is_named_with_what_to_type_and_the_other_does_the_job()
    {
        await using var errand = new ErrandUnderTest();
        Machine machine = MachineWithTools(errand);
        errand.Variables["ERRAND_TOOLS"] = machine.MakePath("tools", ("codex", ToolPaths.Codex));

        CommandResult demo = await errand.RunAsync("demo");

        Assert.True(demo.ExitCode == 0, demo.ToString());
        Assert.Contains("npm install -g @anthropic-ai/claude-code", demo.Output, StringComparison.Ordinal);
        Assert.Matches("j1 review · verified · .* codex/scripted", demo.Output);
    }

    [Fact]
    public async Task Without_any_worker_program_the_demo_fails_and_says_what_to_type()
    {
        await using var errand = new ErrandUnderTest();
        var machine = new Machine(errand);

        CommandResult demo = await errand.RunAsync("demo");

        Assert.Equal(5, demo.ExitCode);
        Assert.Contains("npm install -g @anthropic-ai/claude-code", demo.Output, StringComparison.Ordinal);
        Assert.Contains("npm install -g @openai/codex", demo.Output, StringComparison.Ordinal);
        Assert.StartsWith("errand: ERR5002 The demo cannot use 'claude' and 'codex'", demo.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(machine.Temp));
    }

    [Fact]
    public async Task A_worker_that_the_demo_does_not_know_is_refused()
    {
        await using var errand = new ErrandUnderTest();

        CommandResult demo = await errand.RunAsync("demo", "--worker", "cloude");

        Assert.Equal(2, demo.ExitCode);
        Assert.Contains("claude", demo.Error, StringComparison.Ordinal);
    }

    [RealClientFact]
    public async Task An_interrupt_ends_the_workers_and_removes_everything()
    {
        await using var errand = new ErrandUnderTest();
        Machine machine = MachineWithTools(errand);
        // Answers as the real program does when it is asked what it is, and never ends when it shall work.
        errand.Variables["ERRAND_TOOLS"] = machine.MakePath("tools", ("claude", machine.WriteScript(
            "slow-claude",
            $"case $1 in --version | --help) exec '{ToolPaths.Claude}' \"$1\" ;; esac\n: >\"$HOME/started\"\nsleep 600")));
        using Process demo = errand.Start("demo", "--worker", "claude");
        Task<string> output = demo.StandardOutput.ReadToEndAsync();
        await Wait.ForAsync(() => Directory.EnumerateFiles(machine.Temp, "started", Everywhere).Any(), "the worker works");

        ProcessList.Interrupt(demo.Id);

        using var patience = new CancellationTokenSource(TestTimeouts.Default);
        await demo.WaitForExitAsync(patience.Token);
        Assert.Equal(130, demo.ExitCode);
        Assert.DoesNotContain("right", await output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(machine.Temp));
        Assert.Empty(errand.LiveProcesses());
    }

    /// <summary>Lets the demo find the pinned programs as <c>./errand</c> does.</summary>
    private static Machine MachineWithTools(ErrandUnderTest errand)
    {
        errand.Variables["ERRAND_TOOLS"] = Path.Combine(ToolPaths.NodeModules, ".bin");
        return new Machine(errand);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
