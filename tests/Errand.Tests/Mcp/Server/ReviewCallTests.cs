using System.Text.Json.Nodes;
using Errand.Core;
using Errand.Jobs.Store;
using Errand.Testing.Mcp;

namespace Errand.Tests.Mcp.Server;

/// <summary>Second opinions, and the reasons of decisions, as hosts ask for them.</summary>
public sealed class ReviewCallTests
{
    [Theory]
    [InlineData("""{ "workers": { "fake": { "driver": "generic", "command": ["/bin/true"] } }, "defaultWorker": "fake" }""", "claude, codex")]
    [InlineData("""{ "defaultWorker": "claude" }""", "codex, claude")]
    [InlineData("""{ "defaultWorker": "codex", "workers": { "other": { "driver": "claude" } } }""", "claude, other, codex")]
    [InlineData("""{ "defaultWorker": "claude", "review": { "worker": "claude", "tier": "think", "rounds": 2 } }""", "claude")]
    public async Task Another_kind_of_worker_reads_where_none_is_named(string configuration, string readers)
    {
        await using var server = new InMemoryServer(configuration);
        await server.Client.InitializeAsync();

        await server.Client.CallAsync("start", """{"task":"Fix it.","review":true}""");

        JsonNode review = JsonNode.Parse(await File.ReadAllTextAsync(server.State.Job(new JobId(1)).Spec))!["review"]!;
        Assert.Equal(readers, string.Join(", ", review["workers"]!.AsArray().Select(worker => (string)worker!["name"]!)));
    }

    [Fact]
    public async Task A_job_that_only_reads_has_nothing_to_be_reviewed()
    {
        await using var server = new InMemoryServer();
        await server.Client.InitializeAsync();

        ToolAnswer answer = await server.Client.CallAsync("start", """{"task":"Look.","mode":"read","review":true}""");

        Assert.StartsWith("ERR1001 review 'true' is refused: a read-only job leaves no work to review.", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_is_kept_with_the_hosts_name_and_reason()
    {
        await using var server = new InMemoryServer();
        await server.Client.InitializeAsync();
        await server.Client.CallAsync("start", """{"task":"Fix it."}""");

        await server.Client.CallAsync("cancel", """{"id":"j1","reason":"obsolete","why":"It is done elsewhere."}""");

        DecisionMade decision = Assert.Single(JournalReader.Read(server.State.Job(new JobId(1)).Journal).Entries.OfType<DecisionMade>());
        Assert.Equal(("cancel", "obsolete", "It is done elsewhere."), (decision.Action, Assert.Single(decision.Items), decision.Why));
        Assert.Contains($"{decision.By} decided: cancel \"obsolete\", because \"It is done elsewhere.\"", (await server.Client.CallAsync("show", """{"id":"j1","part":"timeline","line":2}""")).Text, StringComparison.Ordinal);
        Assert.StartsWith("ERR1001 line '2' is refused: offset says already", (await server.Client.CallAsync("show", """{"id":"j1","part":"timeline","line":2,"offset":5}""")).Text, StringComparison.Ordinal);
    }
}
