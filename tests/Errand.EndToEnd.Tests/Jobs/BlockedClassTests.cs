using System.Text.Json.Nodes;
using Errand.Core;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Jobs;

/// <summary>The class of a blocked job says what its host should do, so the best-informed word counts.</summary>
public sealed class BlockedClassTests
{
    [Fact]
    public async Task A_worker_that_waits_in_silence_is_blocked_by_what_it_waits_for()
    {
        await using var errand = new ErrandUnderTest();
        Configure(errand, FakeWorker.Say("""{"type":"retry","text":"503, next try in an hour"}""").Sleep(600), new JsonObject { ["output"] = "jsonl" });

        JobReceipt receipt = await errand.RunJobAsync("do it");

        Assert.Equal((JobState.Blocked, "network"), (receipt.State, receipt.Class));
        Assert.Contains("\"503, next try in an hour\"", receipt.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_a_matter_of_credentials()
    {
        await using var errand = new ErrandUnderTest();
        Configure(errand, FakeWorker.Nothing, new JsonObject { ["keyEnv"] = "NOBODY_SET_THIS" });

        JobReceipt receipt = await errand.RunJobAsync("do it");

        Assert.Equal((JobState.Blocked, "auth"), (receipt.State, receipt.Class));
    }

    private static void Configure(ErrandUnderTest errand, FakeScript script, JsonObject worker)
    {
        worker["driver"] = "generic";
        worker["command"] = new JsonArray(FakeWorker.Path, "play", script.Save(Path.Combine(errand.Root, "script.json")));
        errand.Configure(new JsonObject { ["workers"] = new JsonObject { ["fake"] = worker }, ["defaultWorker"] = "fake", ["limits"] = new JsonObject { ["stall"] = "1s" } });
    }
}
