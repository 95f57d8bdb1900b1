using Errand.Core;
using Errand.Jobs.Workers;

namespace Errand.Jobs.Tests.Workers;

/// <summary>What a worker prints as its session's name comes back as an argument.</summary>
public sealed class SessionIdTests
{
    public static TheoryData<string, string> Lines => new()
    {
        { "claude", """{"type":"system","subtype":"init","session_id":"ID","model":"m"}""" },
        { "codex", """{"type":"thread.started","thread_id":"ID"}""" },
        { "generic", """{"type":"session","session_id":"ID"}""" },
        { "generic", """{"type":"message","text":"x","session_id":"ID"}""" },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_name_is_kept(string driver, string line) =>
        Assert.Equal("019a-b_c.D:7", Read(driver, line.Replace("ID", "019a-b_c.D:7", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Lines))]
    public void What_could_be_more_than_a_name_is_not(string driver, string line) =>
        Assert.All(
            ["--settings=/tmp/x.json", "-c", "", " ", "a b", "a\\u0000b", "a\\nb", "../x", new string('a', 129)],
            id => Assert.Null(Read(driver, line.Replace("ID", id, StringComparison.Ordinal))));

    private static string? Read(string driver, string line)
    {
        var worker = new WorkerSpec { Name = driver, Driver = driver, Output = driver == "generic" ? "jsonl" : "text" };
        WorkerRun run = WorkerRun.Start(worker, new WorkerPrompt("x", null, ModelUsage.None)).Out(line);
        Assert.All(run.Events, read => Assert.True(read.SessionId is null or "019a-b_c.D:7"));
        return run.Exit(0).SessionId;
    }
}
