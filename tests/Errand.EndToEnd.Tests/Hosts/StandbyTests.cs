using System.Text.Json.Nodes;
using Errand.Core;
using Errand.Testing;
using Errand.Testing.Mcp;

namespace Errand.EndToEnd.Tests.Hosts;

/// <summary>A server whose host has started a job keeps a supervisor ready for the next one.</summary>
public sealed class StandbyTests
{
    [Fact]
    public async Task The_next_job_goes_to_the_supervisor_that_is_ready_and_outlives_the_server()
    {
        await using var errand = new ErrandUnderTest();
        string gate = Path.Combine(errand.Root, "gate");
        errand.ConfigureWorkers(("fake", FakeWorker.Edit("a.txt", "a\n")), ("patient", FakeWorker.Nothing.Touch("ready").WaitFile(gate).Edit("b.txt", "b\n")));
        await using McpProcess server = await ConnectAsync(errand);
        await server.Client.CallAsync("start", """{"task":"first"}""");
        int ready = await StandbyAsync(errand);

        await server.Client.CallAsync("start", """{"task":"second","worker":"patient"}""");
        await Wait.ForAsync(() => File.Exists(errand.WorkFile("j2", "ready")), "the worker is ready");
        int supervisor = SupervisorOf(errand, "j2");
        server.Signal("KILL");
        await server.ExitAsync();
        File.WriteAllText(gate, "");

        JobReceipt receipt = await errand.SettledAsync("j2");
        Assert.Equal(JobState.Review, receipt.State);
        Assert.Equal(["b.txt", "ready"], receipt.Files.Select(file => file.Path));
        Assert.Equal(ready, supervisor);
        await Wait.ForAsync(() => errand.LiveProcesses().Count == 0, "nothing is left, ready or not");
    }

    [Fact]
    public async Task A_server_that_goes_leaves_nobody_waiting()
    {
        await using var errand = new ErrandUnderTest();
        await using McpProcess server = await ConnectAsync(errand);
        await server.Client.CallAsync("start", """{"task":"first"}""");
        await StandbyAsync(errand);

        server.CloseInput();

        Assert.Equal(0, (await server.ExitAsync()).ExitCode);
        await Wait.ForAsync(() => errand.LiveProcesses().Count == 0, "nothing is left");
    }

    [Fact]
    public async Task A_supervisor_that_died_while_it_waited_is_no_loss()
    {
        await using var errand = new ErrandUnderTest();
        await using McpProcess server = await ConnectAsync(errand);
        await server.Client.CallAsync("start", """{"task":"first"}""");
        int ready = await StandbyAsync(errand);
        ProcessList.Kill(ready);
        await Wait.ForAsync(() => !ProcessList.IsAlive(ready), "it is dead");

        ToolAnswer started = await server.Client.CallAsync("start", """{"task":"second"}""");

        Assert.False(started.IsError, started.Text);
        Assert.Equal(JobState.Review, (await errand.SettledAsync("j2")).State);
        Assert.NotEqual(ready, SupervisorOf(errand, "j2"));
    }

    private static async Task<McpProcess> ConnectAsync(ErrandUnderTest errand)
    {
        McpProcess server = McpProcess.Start(errand.State, errand.Repository.Root);
        await server.Client.InitializeAsync("host");
        return server;
    }

    /// <summary>The supervisor without a job; its guard is a shell by then.</summary>
    private static async Task<int> StandbyAsync(ErrandUnderTest errand)
    {
        int found = 0;
        await Wait.ForAsync(() => IsOne([.. errand.LiveProcesses().Where(line => line.Contains("supervise --standby", StringComparison.Ordinal))], out found), "a supervisor is ready");
        return found;
    }

    private static bool IsOne(string[] lines, out int pid)
    {
        pid = lines.Length == 1 ? int.Parse(lines[0].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) : 0;
        return pid != 0 && File.ReadAllText($"/proc/{pid}/environ").Contains("ERRAND_GUARDED", StringComparison.Ordinal);
    }

    private static int SupervisorOf(ErrandUnderTest errand, string id) => File.ReadLines(Path.Combine(errand.JobDirectory(id), "journal.jsonl"))
        .Select(line => JsonNode.Parse(line)!)
        .Last(entry => entry["kind"]!.GetValue<string>() == "supervisor")["supervisor"]!["pid"]!.GetValue<int>();
}
