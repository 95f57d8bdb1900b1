using System.Diagnostics;
using System.Text.Json;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Commands;

/// <summary><c>errand run</c> as a person and as a program see it.</summary>
public sealed class RunCommandTests
{
    [Fact]
    public async Task Run_waits_tells_the_states_aside_and_answers_with_the_receipt()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Edit("src/b.txt", "new\n").Say("Done.")));

        CommandResult run = await errand.RunAsync("run", "add b", "--check", "there=test -f src/b.txt", "--label", "add-b");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("^j1 \\(add-b\\) review · verified · [0-9.]+ s · auto fake\nfiles: src/b\\.txt new \\+1\nchecks: there passed \\(exit code only\\) \\(base: failed\\)\nclaim: \"Done\\.\"\nnext: errand accept j1 ", run.Output);
        Assert.StartsWith("j1 queued\n", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("j1 review\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there=test -f src/b.txt", 0)]
    [InlineData("there=test -f src/c.txt", 1)]
    [InlineData(null, 4)]
    public async Task The_exit_code_tells_how_the_work_stands(string? check, int exitCode)
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Edit("src/b.txt", "new\n")));

        CommandResult run = await errand.RunAsync(check is null ? ["run", "add b", "--json"] : ["run", "add b", "--json", "--check", check]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal("review", JsonDocument.Parse(run.Output).RootElement.GetProperty("state").GetString());
        Assert.Single(run.Output.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task A_worker_that_fails_is_exit_code_1()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Nothing.Exit(3)));

        CommandResult run = await errand.RunAsync("run", "fail");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("j1 blocked(worker_failed)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Detached_prints_the_id_alone_and_the_same_key_finds_it_again()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Nothing.Sleep(300)));

        CommandResult first = await errand.RunAsync("run", "wait", "--detach", "--key", "k 1");
        CommandResult second = await errand.RunAsync("run", "wait", "--detach", "--key", "k 1");

        Assert.Equal((0, "j1\n", ""), (first.ExitCode, first.Output, first.Error));
        Assert.Equal((0, "j1\n", "errand: j1 was started before with this key.\n"), (second.ExitCode, second.Output, second.Error));
        Assert.Equal(0, (await errand.RunAsync("cancel", "j1")).ExitCode);
    }

    [Fact]
    public async Task An_interrupt_leaves_the_job_running_and_says_how_to_come_back()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Nothing.Sleep(300)));
        using Process run = errand.Start("run", "wait");
        await Wait.ForAsync(async () => (await errand.RunAsync("list", "--state", "running")).Output.Contains("j1", StringComparison.Ordinal), "j1 is running");

        using (Process kill = Process.Start("kill", ["-INT", run.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await run.WaitForExitAsync();

        Assert.Equal(130, run.ExitCode);
        Assert.EndsWith("errand: j1 goes on. Come back: errand wait j1. End: errand cancel j1.\n", await run.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal((3, "none"), Ended(await errand.RunAsync("wait", "j1", "--timeout", "0s", "--json")));
        Assert.Equal(0, (await errand.RunAsync("cancel", "j1")).ExitCode);
        await Wait.ForAsync(() => errand.LiveProcesses().Count == 0, "nothing of the job is left");

        static (int, string) Ended(CommandResult wait) => (wait.ExitCode, JsonDocument.Parse(wait.Output).RootElement.GetProperty("verdict").GetString() ?? "none");
    }

    [Fact]
    public async Task A_task_file_brings_its_scope_and_checks()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Nothing.EchoStdin("src/prompt.txt")));
        errand.Repository.Write("task.md", "# A job\n\n## Goal\n\nKeep the prompt.\n\n## Scope\n\n- src/**\n\n## Acceptance criteria\n\n- kept: `grep -q 'Keep the prompt' src/prompt.txt`\n");

        CommandResult run = await errand.RunAsync("run", "--file", "task.md", "--json");

        JsonElement receipt = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(("verified", "kept"), (receipt.GetProperty("verdict").GetString(), receipt.GetProperty("checks")[0].GetProperty("name").GetString()));
    }

    [Fact]
    public async Task The_page_of_a_job_can_be_given_as_the_next_task()
    {
        await using var errand = new ErrandUnderTest();
        await errand.RunJobAsync("Fix it.", "--scope", "src/**", "--deny", "src/generated/**", "--check", "unit=test -d src");

        CommandResult run = await errand.RunAsync("run", "--file", Path.Combine(errand.JobDirectory("j1"), "task.md"));

        JsonElement[] specs = [.. ((string[])["j1", "j2"]).Select(id => JsonDocument.Parse(File.ReadAllText(Path.Combine(errand.JobDirectory(id), "spec.json"))).RootElement)];
        foreach (string part in (string[])["scope", "deny", "checks"])
            Assert.Equal(specs[0].GetProperty(part).GetRawText(), specs[1].GetProperty(part).GetRawText());
        Assert.StartsWith("j2 review", run.Output, StringComparison.Ordinal);
        Assert.Equal("Fix it.\n", specs[1].GetProperty("task").GetString());
    }

    [Fact]
    public async Task On_a_terminal_a_line_moves_and_only_the_receipt_stays()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Nothing.Sleep(1)));
        var start = new ProcessStartInfo("script", ["-qec", $"'{ErrandUnderTest.Program}' run wait", "/dev/null"])
        {
            WorkingDirectory = errand.Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in errand.Environment)
            start.Environment[name] = value;
        start.Environment["TERM"] = "xterm-256color";

        using Process terminal = Process.Start(start)!;
        string screen = await terminal.StandardOutput.ReadToEndAsync();
        await terminal.WaitForExitAsync();

        Assert.Equal(4, terminal.ExitCode);
        Assert.Contains("running", screen, StringComparison.Ordinal);
        Assert.Contains("\e[2K", screen, StringComparison.Ordinal);
        Assert.Contains("j1 review · unverified", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("j1 queued\r\n", screen, StringComparison.Ordinal);
    }
}
