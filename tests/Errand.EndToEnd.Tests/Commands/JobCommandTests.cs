using System.Diagnostics;
using System.Text.Json;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Commands;

/// <summary>The commands that look at jobs and decide about them.</summary>
public sealed class JobCommandTests
{
    [Fact]
    public async Task Wait_answers_with_an_object_for_one_job_and_a_list_for_several()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Edit("a", "b\n")));
        await errand.StartJobAsync("one");
        await errand.StartJobAsync("two");

        CommandResult both = await errand.RunAsync("wait", "j2", "j1", "--json");
        CommandResult single = await errand.RunAsync("wait", "j2", "--json");

        Assert.True((both.ExitCode, single.ExitCode) == (4, 4), $"{both}\n{single}");
        Assert.Equal(["j2", "j1"], JsonDocument.Parse(both.Output).RootElement.EnumerateArray().Select(job => job.GetProperty("id").GetString()));
        Assert.Equal("j2", JsonDocument.Parse(single.Output).RootElement.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Parts_are_shown_byte_for_byte_whole_or_in_pieces()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Say("first \e[31mline").Say("second line").Edit("a", "b\n")));
        await errand.RunJobAsync("talk");

        CommandResult log = await errand.RunAsync("show", "j1", "log");
        CommandResult piece = await errand.RunAsync("show", "j1", "log", "--offset", "6", "--limit", "5");
        CommandResult line = await errand.RunAsync("show", "j1", "log", "--line", "1", "--lines", "1");
        CommandResult diff = await errand.RunAsync("show", "j1", "diff", "a");

        Assert.Equal(("first \e[31mline\n", "errand: 12 of 28 bytes are left, about 3 tokens; go on with --line 2\n"), (line.Output, line.Error));
        Assert.Equal("first \e[31mline\nsecond line\n", log.Output);
        Assert.Equal("\e[31m", piece.Output);
        Assert.StartsWith("diff --git a/a b/a\n", diff.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await errand.RunAsync("show", "j1", "log", "--json")).ExitCode);
        Assert.Equal(log.Output, (await errand.RunAsync("logs", "j1")).Output);
    }

    [Fact]
    public async Task Logs_and_events_are_followed_until_the_job_is_settled()
    {
        await using var errand = new ErrandUnderTest();
        string gate = Path.Combine(errand.Root, "gate");
        errand.ConfigureWorkers(("fake", FakeWorker.Say("before").WaitFile(gate).Say("after")));
        await errand.StartJobAsync("talk");
        using Process logs = errand.Start("logs", "j1", "-f");
        using Process attached = errand.Start("attach", "j1");
        Assert.Equal("before", await logs.StandardOutput.ReadLineAsync());
        Assert.Matches("^\\d\\d:\\d\\d:\\d\\d  message +before$", await attached.StandardOutput.ReadLineAsync());

        File.WriteAllText(gate, "");

        Assert.Equal("after\n", await logs.StandardOutput.ReadToEndAsync());
        Assert.Matches("^\\d\\d:\\d\\d:\\d\\d  message +after\nj1 review · unverified ", await attached.StandardOutput.ReadToEndAsync());
        await Task.WhenAll(logs.WaitForExitAsync(), attached.WaitForExitAsync());
        Assert.Equal((4, 4), (logs.ExitCode, attached.ExitCode));
    }

    [Fact]
    public async Task List_filters_by_state_and_number()
    {
        await using var errand = new ErrandUnderTest();
        await errand.RunJobAsync("one", "--label", "first");
        await errand.RunJobAsync("two");

        CommandResult text = await errand.RunAsync("list");
        CommandResult newest = await errand.RunAsync("list", "--limit", "1", "--json");
        CommandResult running = await errand.RunAsync("list", "--state", "running", "--json");

        Assert.Matches("^ID  STATE   VERDICT     AGE  WORKER  FILES  LABEL\nj2  review  unverified  \\d+s +fake    -      -\nj1  review  unverified  \\d+s +fake    -      first\n$", text.Output);
        Assert.Equal("j2", Assert.Single(JsonDocument.Parse(newest.Output).RootElement.EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal("[]\n", running.Output);
    }

    [Fact]
    public async Task A_decision_that_the_state_does_not_allow_is_refused_with_what_is()
    {
        await using var errand = new ErrandUnderTest();
        await errand.RunJobAsync("nothing");
        Assert.Equal(0, (await errand.RunAsync("discard", "j1")).ExitCode);

        CommandResult retry = await errand.RunAsync("retry", "j1", "--json");

        Assert.Equal(5, retry.ExitCode);
        Assert.StartsWith("errand: ERR6001 j1 is discarded and cannot be ", retry.Error, StringComparison.Ordinal);
        Assert.Equal("ERR6001", JsonDocument.Parse(retry.Output).RootElement.GetProperty("error").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Rework_sends_the_items_and_waits_for_the_next_attempt()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Nothing.EchoStdin("prompt.txt")));
        await errand.RunJobAsync("keep the prompt");

        CommandResult rework = await errand.RunAsync("rework", "j1", "--item", "Cover empty files", "--json");

        Assert.Equal(4, rework.ExitCode);
        Assert.Equal(2, JsonDocument.Parse(rework.Output).RootElement.GetProperty("attempt").GetInt32());
    }

    [Fact]
    public async Task Gc_says_what_could_go_and_removes_it_only_when_told()
    {
        await using var errand = new ErrandUnderTest();
        await errand.RunJobAsync("nothing");
        await errand.RunJobAsync("stays");
        await errand.RunAsync("discard", "j1");

        CommandResult early = await errand.RunAsync("gc");
        CommandResult dry = await errand.RunAsync("gc", "--older-than", "0s");
        bool isThere = Directory.Exists(errand.JobDirectory("j1"));
        CommandResult applied = await errand.RunAsync("gc", "--older-than", "0s", "--apply", "--json");

        Assert.Equal("Nothing can go.\n", early.Output);
        Assert.EndsWith("1 can go: errand gc --apply --older-than 0s\n", dry.Output, StringComparison.Ordinal);
        Assert.True(isThere);
        Assert.Equal("j1", JsonDocument.Parse(applied.Output).RootElement.GetProperty("items")[0].GetProperty("job").GetString());
        Assert.False(Directory.Exists(errand.JobDirectory("j1")));
        Assert.True(Directory.Exists(errand.JobDirectory("j2")));
    }

    [Fact]
    public async Task A_reader_that_leaves_early_is_no_error()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Nothing.Spew(4 << 20)));
        await errand.RunJobAsync("talk");
        using Process logs = errand.Start("logs", "j1");
        await logs.StandardOutput.ReadLineAsync();

        logs.StandardOutput.Close();
        await logs.WaitForExitAsync();

        Assert.Equal((0, ""), (logs.ExitCode, await logs.StandardError.ReadToEndAsync()));
    }
}
