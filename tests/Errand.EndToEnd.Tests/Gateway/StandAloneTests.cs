using Errand.EndToEnd.Tests.Scripted;

namespace Errand.EndToEnd.Tests.Gateway;

/// <summary>Real clients on a gateway that a person started, set up by the lines that <c>errand gateway env</c> prints.</summary>
public sealed class StandAloneTests
{
    [RealClientTheory]
    [InlineData("claude", "m-fast")]
    [InlineData("codex", "m-usual")]
    public async Task A_client_works_with_what_env_prints_and_so_does_its_agent(string worker, string agentModel)
    {
        await using StandAloneGateway alone = await StandAloneGateway.StartAsync(worker, calls: null);

        CommandResult run = await alone.RunClientAsync("Do the work.");

        Assert.True(run.ExitCode == 0 && alone.Model.Violations.Count == 0, $"{run}\n{string.Join('\n', alone.Model.Violations)}");
        Assert.Equal("All done.", run.Output.Trim());
        Assert.Equal("one\n2 – zwei\nthree\n", File.ReadAllText(Path.Combine(alone.WorkingDirectory, "src", "a.txt")));
        Assert.Equal("2\n", File.ReadAllText(Path.Combine(alone.WorkingDirectory, "notes", "two.txt")));
        Assert.Equal([agentModel], alone.Model.Requests.In("agent").Models);
        Assert.Equal(["m-usual"], alone.Model.Requests.In("default").Models);
        string log = await alone.EndAsync();
        Assert.Equal("", log);
        Assert.Equal(["up.key"], alone.FilesWithKey());
        Assert.Equal(
            alone.Model.Requests.Select(request => $"me {request.Model[2..]} {request.Model} metered ok").Order(),
            alone.LedgerCalls().Select(row => $"{row["client"]} {row["requested"]} {row["served"]} {row["metering"]} {row["outcome"]}").Order());
    }

    [RealClientTheory]
    [InlineData("claude", 402, "API Error: 402 Today's budget of client 'me' is used up: 2 calls allowed, 2 calls used.")]
    [InlineData("codex", 429, "Quota exceeded.")]
    public async Task A_used_up_budget_ends_a_client_with_one_request(string worker, int status, string told)
    {
        await using StandAloneGateway alone = await StandAloneGateway.StartAsync(worker, calls: 2);

        CommandResult run = await alone.RunClientAsync("Do the work.");
        await alone.EndAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(told, run.ToString(), StringComparison.Ordinal);
        Assert.Equal([200, 200, status], alone.Records().Select(record => record["status"]!.GetValue<int>()));
        Assert.Equal(2, alone.Model.Requests.Count);
        Assert.Empty(alone.Model.Violations);
    }
}
