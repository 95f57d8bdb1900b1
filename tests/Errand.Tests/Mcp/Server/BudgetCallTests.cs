using System.Text.Json.Nodes;
using Errand.Core;
using Errand.Jobs.Store;
using Errand.Testing.Mcp;

namespace Errand.Tests.Mcp.Server;

/// <summary>Budgets as tools take and tell them. The supervisors are played.</summary>
public sealed class BudgetCallTests
{
    private const string Configuration = """
        { "workers": { "fake": { "driver": "generic", "command": ["/bin/true"], "model": "metered" }, "own": { "driver": "generic", "command": ["/bin/true"] } }, "defaultWorker": "fake" }
        """;

    [Fact]
    public async Task A_budget_is_part_of_the_job()
    {
        await using InMemoryServer server = await OpenAsync();

        await server.Client.CallAsync("start", """{"task":"Fix it.","budget":"1.50, 200k"}""");

        JsonNode spec = JsonNode.Parse(await File.ReadAllTextAsync(server.State.Job(new JobId(1)).Spec))!;
        Assert.Equal("""{"tokens":200000,"money":{"amount":1.50,"currency":"USD"}}""", spec["budget"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"task":"x","budget":"much"}""", "ERR1001 budget 'much' is refused: it is money such as 1.50")]
    [InlineData("""{"task":"x","worker":"own","budget":"1.50"}""", "ERR1001 budget '1.50 USD' is refused: worker 'own' calls its model by itself")]
    public async Task A_budget_that_cannot_be_held_makes_no_job(string arguments, string refusal)
    {
        await using InMemoryServer server = await OpenAsync();

        ToolAnswer answer = await server.Client.CallAsync("start", arguments);

        Assert.True(answer.IsError);
        Assert.StartsWith(refusal, answer.Text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(server.State.Job(new JobId(1)).Directory));
    }

    [Fact]
    public async Task A_job_that_waits_for_its_budget_is_settled_says_what_it_needs_and_is_never_lost()
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"Fix it.","budget":"1.50"}""");
        server.Supervise("j1").WaitForBudget(isJobs: true);

        ToolAnswer answer = await server.Client.CallAsync("wait", """{"ids":["j1"]}""");

        Assert.Equal("j1 waiting(budget) · auto fake/metered · budget $1.50\nreason: The budget is used up.\nnext: decide j1 budget +1.00 | retry | discard · cancel j1", WithoutTime(answer.Text));
    }

    [Fact]
    public async Task A_raise_puts_the_job_back_into_the_queue_with_the_sum()
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"Fix it.","budget":"1.50"}""");
        server.Supervise("j1").WaitForBudget(isJobs: true);

        ToolAnswer answer = await server.Client.CallAsync("decide", """{"id":"j1","action":"budget","amount":"+1.00"}""");

        Assert.StartsWith("j1 queued · auto fake/metered · budget $2.50", WithoutTime(answer.Text), StringComparison.Ordinal);
        JobHistory history = JobHistory.Of(JournalReader.Read(server.State.Job(new JobId(1)).Journal).Entries);
        Assert.Equal("The budget was raised by 1.00 USD to 2.50 USD; its worker goes on.", history.Reason);
    }

    [Theory]
    [InlineData(true, """{"id":"j1","action":"budget"}""", "ERR1001 amount '' is refused")]
    [InlineData(true, """{"id":"j1","action":"retry","amount":"+1.00"}""", "ERR1001 amount '+1.00' is refused")]
    [InlineData(true, """{"id":"j1","action":"budget","amount":"+100k"}""", "ERR1001 budget '100,000 tokens' is refused: the budget of j1 is 1.50 USD and does not limit that. Example: +1.00")]
    [InlineData(false, """{"id":"j1","action":"budget","amount":"+1.00"}""", "ERR6005 j1 does not wait for its own budget. The budget is used up.")]
    public async Task A_raise_that_would_do_nothing_is_refused(bool isJobs, string arguments, string refusal)
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"Fix it.","budget":"1.50"}""");
        server.Supervise("j1").WaitForBudget(isJobs);

        ToolAnswer answer = await server.Client.CallAsync("decide", arguments);

        Assert.True(answer.IsError);
        Assert.StartsWith(refusal, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_nobody_has_taken_yet_begins_with_the_sum()
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"Fix it.","budget":"1.50"}""");

        ToolAnswer answer = await server.Client.CallAsync("decide", """{"id":"j1","action":"budget","amount":"+1.00"}""");

        Assert.StartsWith("j1 queued", answer.Text, StringComparison.Ordinal);
        JobHistory history = JobHistory.Of(JournalReader.Read(server.State.Job(new JobId(1)).Journal).Entries);
        Assert.Equal("2.50 USD", history.BudgetOf(new JobStore(server.State, TimeProvider.System).ReadSpec(new JobId(1)))!.ToString());
    }

    [Fact]
    public async Task A_job_whose_work_is_done_has_no_budget_to_raise()
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"Fix it.","budget":"1.50"}""");
        server.Supervise("j1").Review();

        ToolAnswer answer = await server.Client.CallAsync("decide", """{"id":"j1","action":"budget","amount":"+1.00"}""");

        Assert.StartsWith("ERR6001 j1 is review and cannot be given a larger budget now.", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("retry", "j1 queued")]
    [InlineData("discard", "j1 discarded")]
    public async Task It_can_be_tried_again_and_thrown_away(string action, string expected)
    {
        await using InMemoryServer server = await OpenAsync();
        await server.Client.CallAsync("start", """{"task":"Fix it.","budget":"1.50"}""");
        server.Supervise("j1").WaitForBudget(isJobs: false);

        ToolAnswer answer = await server.Client.CallAsync("decide", $$"""{"id":"j1","action":"{{action}}"}""");

        Assert.StartsWith(expected, answer.Text, StringComparison.Ordinal);
    }

    private static async Task<InMemoryServer> OpenAsync()
    {
        var server = new InMemoryServer(Configuration);
        await server.Client.InitializeAsync();
        return server;
    }

    /// <summary>How long the played attempt took is nobody's to know.</summary>
    private static string WithoutTime(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text, @" · [0-9.]+ s(?= ·)", "");
}
