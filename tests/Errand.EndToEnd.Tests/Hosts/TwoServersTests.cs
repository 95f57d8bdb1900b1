using System.Text.RegularExpressions;
using Errand.Core;
using Errand.Testing;
using Errand.Testing.Mcp;

namespace Errand.EndToEnd.Tests.Hosts;

/// <summary>Two hosts, each with an <c>errand mcp</c> process of its own, on one state directory.</summary>
public sealed partial class TwoServersTests
{
    [Fact]
    public async Task Both_start_jobs_at_once_and_none_is_lost()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Edit("a.txt", "a\n")));
        await using McpProcess one = await ConnectAsync(errand, "one");
        await using McpProcess two = await ConnectAsync(errand, "two");
        const int jobs = 10;

        ToolAnswer[] started = await Task.WhenAll(Enumerable.Range(0, jobs).Select(number =>
            (number % 2 == 0 ? one : two).Client.CallAsync("start", $$"""{"task":"job {{number}}"}""")));

        Assert.All(started, answer => Assert.False(answer.IsError, answer.Text));
        string[] ids = [.. started.Select(IdOf)];
        Assert.Equal(Enumerable.Range(1, jobs).Select(number => $"j{number}").Order(), ids.Order());
        foreach ((string id, int number) in ids.Select((id, number) => (id, number)))
        {
            JobReceipt receipt = await errand.SettledAsync(id);
            Assert.Equal((JobState.Review, $"job {number}"), (receipt.State, (await TaskOfAsync(errand, id)).Trim()));
        }
    }

    [Fact]
    public async Task One_key_from_both_at_once_is_one_job_with_one_supervisor()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Nothing.Append("count.txt", "x\n")));
        await using McpProcess one = await ConnectAsync(errand, "one");
        await using McpProcess two = await ConnectAsync(errand, "two");

        for (int round = 1; round <= 6; round++)
        {
            string arguments = $$"""{"task":"once","key":"round {{round}}"}""";
            ToolAnswer[] answers = await Task.WhenAll(one.Client.CallAsync("start", arguments), two.Client.CallAsync("start", arguments));

            Assert.Equal([$"j{round}", $"j{round}"], answers.Select(IdOf));
            Assert.Single(answers, answer => answer.Text.Contains("key: nothing new was started", StringComparison.Ordinal));
            JobReceipt receipt = await errand.SettledAsync($"j{round}");
            Assert.Equal((JobState.Review, 1), (receipt.State, receipt.Attempt));
            Assert.Equal("x\n", errand.Repository.Git("show", $"{receipt.Commit}:count.txt"));
        }
    }

    [Fact]
    public async Task Each_can_wait_for_show_cancel_and_decide_the_jobs_of_the_other()
    {
        await using var errand = new ErrandUnderTest();
        string gate = Path.Combine(errand.Root, "gate");
        errand.ConfigureWorkers(("fake", FakeWorker.Edit("a.txt", "a\n").WaitFile(gate)), ("endless", FakeWorker.Edit("half.txt", "half\n").Touch("ready").Do("hang")));
        await using McpProcess one = await ConnectAsync(errand, "one");
        await using McpProcess two = await ConnectAsync(errand, "two");
        string work = IdOf(await one.Client.CallAsync("start", """{"task":"wait for the gate"}"""));
        string endless = IdOf(await one.Client.CallAsync("start", """{"task":"never end","worker":"endless"}"""));

        ToolAnswer shown = await two.Client.CallAsync("show", Id(work));
        Task<ToolAnswer> waited = two.Client.CallAsync("wait", $$"""{"ids":["{{work}}"]}""");
        File.WriteAllText(gate, "");
        ToolAnswer receipt = await waited;
        ToolAnswer accepted = await two.Client.CallAsync("decide", $$"""{"id":"{{work}}","action":"accept"}""");
        await Wait.ForAsync(() => File.Exists(errand.WorkFile(endless, "ready")), "the endless worker works");
        ToolAnswer cancelled = await two.Client.CallAsync("cancel", Id(endless));

        Assert.False(shown.IsError, shown.Text);
        Assert.StartsWith($"{work} review", receipt.Text, StringComparison.Ordinal);
        Assert.StartsWith($"{work} accepted", accepted.Text, StringComparison.Ordinal);
        Assert.StartsWith($"{endless} cancelled(user_requested)", cancelled.Text, StringComparison.Ordinal);
        Assert.Equal("a\n", errand.Repository.Read("a.txt"));
        Assert.DoesNotContain(errand.LiveProcesses(), line => line.Contains("fake-worker", StringComparison.Ordinal));
        Assert.StartsWith($"{work} accepted", (await one.Client.CallAsync("show", Id(work))).Text, StringComparison.Ordinal);
        Assert.StartsWith($"{endless} cancelled", (await one.Client.CallAsync("show", Id(endless))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finished_job_is_told_once_to_each_host_that_follows_it()
    {
        await using var errand = new ErrandUnderTest();
        string gate = Path.Combine(errand.Root, "gate");
        errand.ConfigureWorkers(("fake", FakeWorker.Nothing.WaitFile(gate)));
        await using McpProcess starter = await ConnectAsync(errand, "starter");
        await using McpProcess watcher = await ConnectAsync(errand, "watcher");
        await using McpProcess stranger = await ConnectAsync(errand, "stranger");
        string id = IdOf(await starter.Client.CallAsync("start", """{"task":"wait for the gate"}"""));
        await watcher.Client.CallAsync("show", Id(id));

        File.WriteAllText(gate, "");
        await errand.SettledAsync(id);

        foreach (McpProcess host in (McpProcess[])[starter, watcher])
        {
            Assert.Contains($"also done: {id} review", await AskAnythingAsync(host), StringComparison.Ordinal);
            Assert.DoesNotContain("also done", await AskAnythingAsync(host), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("also done", await AskAnythingAsync(stranger), StringComparison.Ordinal);
    }

    private static async Task<McpProcess> ConnectAsync(ErrandUnderTest errand, string name)
    {
        McpProcess server = McpProcess.Start(errand.State, errand.Repository.Root);
        await server.Client.InitializeAsync(name);
        return server;
    }

    private static async Task<string> AskAnythingAsync(McpProcess host) => (await host.Client.CallAsync("show", Id("j999"))).Text;

    private static async Task<string> TaskOfAsync(ErrandUnderTest errand, string id) =>
        System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(errand.JobDirectory(id), "spec.json"))).RootElement.GetProperty("task").GetString()!;

    private static string Id(string id) => $$"""{"id":"{{id}}"}""";

    private static string IdOf(ToolAnswer answer) => JobAtStart().Match(answer.Text) is { Success: true } found ? found.Value : throw new InvalidOperationException($"No job: {answer.Text}");

    [GeneratedRegex("^j[0-9]+")]
    private static partial Regex JobAtStart();
}
