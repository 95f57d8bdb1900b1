using System.Text.Json;

namespace Errand.Tests.Commands;

/// <summary>Bad words are refused with the value, the reason and an example, and before anything was done.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly ErrandProgram errand = new();

    public void Dispose() => errand.Dispose();

    public static TheoryData<string[], string> BadWords => new()
    {
        { ["waitt"], "'waitt' is no command. Did you mean 'wait'? Commands: run, " },
        { ["--nope"], "'--nope' is no option of errand. To give it as a value, put it behind '--'. See errand --help." },
        { ["run"], "task '' is refused: it is missing. Example: errand run " },
        { ["run", ""], "task '' is refused: it is empty. Example: " },
        { ["run", " \n\t "], "is refused: it is empty. Example: " },
        { ["run", "fix", "the", "bug"], "'the' is one word too many. Put the whole task into one pair of quotes. See errand run --help." },
        { ["run", "--detahc"], "'--detahc' is no option of errand run. Did you mean '--detach'? To give it as a value, put it behind '--'." },
        { ["run", "x", "--worker"], "Required argument missing for option: '--worker'. See errand run --help." },
        { ["run", "x", "--worker", "a", "--worker", "b"], "'--worker'" },
        { ["run", "x", "--file", "y"], "file 'y' is refused: the task stands on the command line already. Example: " },
        { ["run", "--file", "missing.md"], "file 'missing.md' is refused: Could not find file" },
        { ["run", "--file", "."], "file '.' is refused: " },
        { ["run", "x", "--cwd", "src"], "cwd 'src' is refused: it is not an absolute path. Example: " },
        { ["run", "x", "--cwd", "/does/not/exist"], "cwd '/does/not/exist' is refused: there is no such directory. Example: " },
        { ["run", "x", "--cwd", ""], "cwd '' is refused: it is empty. Example: " },
        { ["run", "x", "--cwd", "/tmp\n"], "cwd '/tmp\\n' is refused: " },
        { ["run", "x", "--worker", "../claude"], "worker '../claude' is refused: a name has 1 to 64 letters" },
        { ["run", "x", "--worker", "nobody"], "There is no worker 'nobody'. Known: claude, codex. Add others under `workers` in config.json." },
        { ["run", "x", "--tier", "slow"], "There is no tier 'slow'. Known: auto, fast, think. Add others under `tiers` in config.json." },
        { ["run", "x", "--timeout", "10"], "timeout '10' is refused: 10 has no unit; write 10s, 10m, 10h or 10d. Example: 10m" },
        { ["run", "x", "--timeout", "-5m"], "timeout '-5m' is refused: " },
        { ["run", "x", "--timeout", "9000h"], "timeout '375d' is refused: " },
        { ["run", "x", "--timeout", "0s"], "timeout '0s' is refused: " },
        { ["run", "x", "--label", "-rf"], "label '-rf' is refused: " },
        { ["rework", "j1", "--item", " "], "items ' ' is refused: a rework needs at least one thing to do. Example: Handle the empty file as well." },
        { ["run", "x", "--label", "--force"], "label '--force' is refused: " },
        { ["run", "x", "--label", "a/../b"], "label 'a/../b' is refused: " },
        { ["run", "x", "--label", "a\nb"], "label 'a\\nb' is refused: " },
        { ["run", "x", "--key=", "--detach"], "key '' is refused: " },
        { ["run", "x", "--label=", "--cwd", "/"], "label '' is refused: " },
        { ["run", "x", "--timeout=", "--cwd", "/"], "timeout '' is refused: " },
        { ["run", "x", "--key", "é"], "key 'é' is refused: " },
        { ["run", "x", "--check", "dotnet test"], "check 'dotnet test' is refused: a check is a name, '=' and a command. Example: unit=dotnet test" },
        { ["run", "x", "--check", "../x=true"], "check name '../x' is refused: " },
        { ["run", "x", "--check", "a=true", "--check", "a=false"], "check name 'a' is refused: another check of this job has it. Example: " },
        { ["run", "x", "--scope", "../x"], "scope pattern '../x' is refused: " },
        { ["run", "x", "--isolation", "jail"], "isolation 'jail' is refused: it is one of checkout, inplace, overlay. Example: checkout" },
        { ["run", "x", "--apply", "yes"], "apply 'yes' is refused: it is one of manual, auto. Example: manual" },
        { ["run", "x", "--mode", "reed"], "mode 'reed' is refused: it is one of write, read. Example: read" },
        { ["run", "x", "--continue", "../j1"], "continue '../j1' is refused: it names no job. Example: j7" },
        { ["show", "../j1"], "id '../j1' is refused: a job's id is j and a number, as errand list shows it. Example: j7" },
        { ["show", "j01"], "id 'j01' is refused: " },
        { ["show", "j1", "dif"], "part 'dif' is refused: it is one of diff, log, events, check, brief, task, journal, usage, stat, timeline, attempt. Example: diff" },
        { ["show", "j1", "log", "--offset", "-1"], "offset '-1' is refused: it is a whole number, 0 or more. Example: 0" },
        { ["show", "j1", "--limit", "5"], "part '' is refused: an offset, a line or a limit needs a part. Example: errand show j1 log --offset 4096" },
        { ["show", "j1", "log", "--line", "0"], "line '0' is refused: it is a whole number, 1 or more. Example: 1" },
        { ["show", "j1", "log", "--line", "2", "--offset", "5"], "line '2' is refused: --offset says already where to begin. Example: leave out one of them" },
        { ["discard", "j1", "--why", " "], "why ' ' is refused: a reason has 1 to 1,000 characters and no NUL." },
        { ["wait"], "Required argument 'ID' missing for command: 'wait'. See errand wait --help." },
        { ["wait", "j1", "--timeout", "soon"], "timeout 'soon' is refused: " },
        { ["list", "--state", "done"], "state 'done' is refused: it is one of queued, preparing, running, waiting, verifying, review, accepted, discarded, blocked, cancelled. Example: queued" },
        { ["list", "--limit", "0"], "limit '0' is refused: it is a whole number, 1 or more. Example: 10" },
        { ["cancel", "j1", "--reason", "bored"], "reason 'bored' is refused: it is one of user_requested, obsolete, unsafe. Example: user_requested" },
        { ["accept", "j1", "--into", "main"], "into 'main' is refused: it is one of checkout, branch. Example: checkout" },
        { ["gateway", "--config", "/nowhere.json", "env", "claude"], "/nowhere.json cannot be read: there is no such file" },
    };

    [Theory]
    [MemberData(nameof(BadWords))]
    public async Task Bad_words_are_refused_before_anything_is_done(string[] arguments, string message)
    {
        ProgramRun run = await errand.RunAsync(arguments);

        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Output));
        Assert.Matches("^errand: ERR\\d{4} [^\n]*\n$", run.Error);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(errand.StateDirectory, "jobs", "j1")));
    }

    [Fact]
    public async Task A_program_reads_an_error_as_JSON()
    {
        ProgramRun run = await errand.RunAsync("run", "x", "--timeout", "10", "--json");

        JsonElement error = run.Json.GetProperty("error");
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Equal(("ERR1001", 2), (error.GetProperty("id").GetString(), error.GetProperty("exitCode").GetInt32()));
        Assert.Equal("timeout '10' is refused: 10 has no unit; write 10s, 10m, 10h or 10d. Example: 10m", error.GetProperty("message").GetString());
        Assert.EndsWith("}\n", run.Output, StringComparison.Ordinal);
        Assert.Single(run.Output.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("show", "j1")]
    [InlineData("wait", "j1")]
    [InlineData("logs", "j1")]
    [InlineData("attach", "j1")]
    [InlineData("accept", "j1")]
    [InlineData("discard", "j1")]
    [InlineData("retry", "j1")]
    [InlineData("cancel", "j1")]
    [InlineData("run", "x", "--continue", "j1")]
    public async Task A_job_that_is_not_there_is_refused(params string[] arguments)
    {
        ProgramRun run = await errand.RunAsync(arguments);

        Assert.Equal((ExitCode.Refused, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("errand: ERR1002 There is no job 'j1'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_configuration_is_refused_with_all_of_its_mistakes()
    {
        errand.Configure("""{ "isolation": "jail", "limits": { "slots": 0 } }""");

        ProgramRun run = await errand.RunAsync("list");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.StartsWith("errand: ERR2001 The configuration has 2 problems:\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(3, run.Error.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task A_gateway_that_other_machines_would_reach_is_refused_before_a_token_is_made()
    {
        errand.Configure(
            """
            {
              "upstreams": { "u": { "protocol": "chat", "baseUrl": "http://127.0.0.1:9/v1" } }, "models": { "m": { "upstream": "u" } },
              "gateway": { "listen": "0.0.0.0", "allowRemote": true }
            }
            """);

        ProgramRun run = await errand.RunAsync("gateway", "--port", "0");

        Assert.Equal(ExitCode.Refused, run.ExitCode);
        Assert.StartsWith("errand: ERR7011 ", run.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(errand.StateDirectory, "run")));
    }

    [Fact]
    public async Task Help_works_with_a_wrong_configuration()
    {
        errand.Configure("{");

        Assert.Equal(ExitCode.Done, (await errand.RunAsync("run", "--help")).ExitCode);
    }

    [Fact]
    public async Task A_state_directory_that_cannot_be_made_is_refused()
    {
        File.WriteAllText(errand.StateDirectory, "a file");

        ProgramRun run = await errand.RunAsync("run", "x", "--cwd", errand.MakeDirectory("work"));

        Assert.Equal(ExitCode.Refused, run.ExitCode);
        Assert.Matches("^errand: ERR[34]\\d{3} ", run.Error);
    }

    [Fact]
    public async Task No_jobs_are_an_empty_list()
    {
        Assert.Equal(new ProgramRun(ExitCode.Done, "No jobs.\n", ""), await errand.RunAsync("list"));
        Assert.Equal(new ProgramRun(ExitCode.Done, "[]\n", ""), await errand.RunAsync("list", "--json"));
    }
}
