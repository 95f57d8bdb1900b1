using System.Text.Json.Nodes;
using Errand.Core;
using Errand.EndToEnd.Tests.Scripted;
using Errand.Gateway.Scripted;
using Errand.Gateway.Translation.Profiles;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Gateway;

/// <summary>Real workers on endpoints of Chat Completions: jobs of several turns with edits, parallel calls, reasoning and an agent of the worker's own.</summary>
public sealed class ChatJobTests
{
    // Each is a worker of 300 MB.
    private const int AtOnce = 3;

    [RealClientTheory]
    [InlineData("claude")]
    [InlineData("codex")]
    public async Task A_job_is_done_and_metered_its_reasoning_comes_back_and_the_key_is_nowhere(string worker)
    {
        await using WorkerJobs jobs = await WorkerJobs.StartAsync(worker, ["deepseek"], stallsAtEnd: true);
        using var patience = new CancellationTokenSource(TestTimeouts.Default);

        Task<JobReceipt> running = jobs.RunAsync("deepseek");
        await jobs.Model.WaitForStallAsync(1, patience.Token);
        IReadOnlyList<string> knowing = ProcessList.Mentioning(WorkerJobs.Key);
        IReadOnlyList<string> workers = ProcessList.Mentioning(Path.Combine(jobs.Errand.JobDirectory("j1"), "home"));
        jobs.Model.ReleaseStalls();
        JobReceipt receipt = await running;

        Assert.True(receipt is { State: JobState.Review, Verdict: Verdict.Verified }, jobs.Describe(receipt));
        Assert.Empty(jobs.Model.Violations);
        Assert.Equal(["notes/one.txt", "notes/two.txt", "src/a.txt"], receipt.Files.Select(file => file.Path));
        Assert.Equal("All done.", receipt.Claim);
        Assert.NotEmpty(workers);
        Assert.Empty(knowing);
        Assert.Equal(["up.key"], jobs.FilesWithKey());

        ScriptedRequests requests = jobs.RequestsOf("deepseek");
        long calls = requests.Count;
        Assert.Equal(new ModelUsage(1_000 * calls, 600 * calls, 100 * calls), receipt.Usage);
        Assert.Equal((calls, Metering.Metered), (receipt.Calls, receipt.Metering));
        // 400 fresh, 600 cached and 100 output tokens for each call.
        Assert.Equal([new MoneyAmount(calls * (400 * 1m + 600 * 0.1m + 100 * 2m) / 1_000_000, "USD")], receipt.Cost);
        Assert.Equal(
            Enumerable.Repeat("j1 deepseek m-deepseek 40 ok", requests.Count),
            jobs.LedgerCalls().Select(row => $"{row["job"]} {row["requested"]} {row["served"]} {row["reasoning"]} {row["outcome"]}"));

        AssertEachBeginsWithWhatWasSentBefore(requests.In("default"));
        AssertEachBeginsWithWhatWasSentBefore(requests.In("agent"));
        Approved.Equal(
            $"What the worker itself had sent at its end.\n\n{jobs.Show(requests.In("default"), UpstreamRequest.Show)}\nWhat its agent had sent at its end.\n\n{jobs.Show(requests.In("agent"), UpstreamRequest.Show)}",
            $"{nameof(ChatJobTests)}.{worker}");
    }

    /// <summary>The other profiles, of which each sends something else than DeepSeek's.</summary>
    [RealClientTheory]
    [InlineData("claude", true)]
    [InlineData("claude", false)]
    [InlineData("codex", true)]
    [InlineData("codex", false)]
    public async Task A_job_is_done_on_backends_that_want_their_reasoning_back_and_on_others(string worker, bool wantsEcho)
    {
        string[] profiles =
            [.. BackendProfiles.BuiltIn.Names.Where(name => name != "deepseek" && (BackendProfiles.BuiltIn.Find(name)!.ReasoningEcho != "none") == wantsEcho).Order(StringComparer.Ordinal)];
        await using WorkerJobs jobs = await WorkerJobs.StartAsync(worker, profiles);
        using var places = new SemaphoreSlim(AtOnce);

        JobReceipt[] receipts = await Task.WhenAll(profiles.Select(async profile =>
        {
            await places.WaitAsync();
            try
            {
                return await jobs.RunAsync(profile);
            }
            finally
            {
                places.Release();
            }
        }));

        Assert.All(receipts, receipt => Assert.True(receipt is { State: JobState.Review, Verdict: Verdict.Verified, Metering: Metering.Metered }, jobs.Describe(receipt)));
        Assert.Empty(jobs.Model.Violations);
        Assert.All(profiles, profile => AssertEachBeginsWithWhatWasSentBefore(jobs.RequestsOf(profile).In("default")));
        Assert.All(profiles, profile => AssertEachBeginsWithWhatWasSentBefore(jobs.RequestsOf(profile).In("agent")));
        Assert.Equal(receipts.Select(receipt => receipt.Calls), profiles.Select(profile => (long?)jobs.RequestsOf(profile).Count));
        string parameters = string.Join('\n', profiles.Select(profile => $"{profile}\n  {Last(jobs, profile, "default", UpstreamRequest.Parameters)}\n  agent {Last(jobs, profile, "agent", UpstreamRequest.Parameters)}"));
        IEnumerable<string> outlines = profiles.GroupBy(profile => Last(jobs, profile, "default", UpstreamRequest.Outline)).Select(same => $"{string.Join(", ", same)}\n  {same.Key}");
        Approved.Equal($"Parameters\n\n{parameters}\n\nMessages\n\n{string.Join('\n', outlines)}", $"{nameof(ChatJobTests)}.{worker}.{(wantsEcho ? "echo" : "no-echo")}");
    }

    /// <summary>A name that Codex knows changes its tools: a freeform patch for one, programs in place of calls for the other.</summary>
    [RealClientTheory]
    [InlineData("gpt-5.5")]
    [InlineData("gpt-6.1-sol")]
    public async Task Codex_works_by_each_of_its_sets_of_tools(string model)
    {
        await using WorkerJobs jobs = await WorkerJobs.StartAsync("codex", [model], beforeEnd: model == "gpt-5.5" ? WorkScript.Search : "");

        JobReceipt receipt = await jobs.RunAsync(model);

        Assert.True(receipt is { State: JobState.Review, Verdict: Verdict.Verified, Metering: Metering.Metered }, jobs.Describe(receipt));
        Assert.Empty(jobs.Model.Violations);
        ScriptedRequests requests = jobs.RequestsOf(model);
        AssertEachBeginsWithWhatWasSentBefore(requests.In("default"));
        Approved.Equal(jobs.Show(requests.In("default"), UpstreamRequest.Show), $"{nameof(ChatJobTests)}.codex.{model}");
    }

    private static string Last(WorkerJobs jobs, string profile, string scenario, Func<string, string> shown) => shown(jobs.RequestsOf(profile).In(scenario)[^1].Body);

    /// <summary>Backends keep what they have read by its beginning; one byte that changes there makes the whole conversation fresh, and dear.</summary>
    private static void AssertEachBeginsWithWhatWasSentBefore(ScriptedRequests requests)
    {
        Assert.True(requests.Count > 1);
        string[] before = [];
        foreach (ScriptedRequest request in requests)
        {
            string[] messages = [.. JsonNode.Parse(request.Body)!["messages"]!.AsArray().Select(message => message!.ToJsonString())];
            Assert.Equal(before, messages.Take(before.Length));
            before = messages;
        }
    }
}
