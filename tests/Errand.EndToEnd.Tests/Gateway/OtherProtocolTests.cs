using Errand.Core;
using Errand.EndToEnd.Tests.Scripted;
using Errand.Gateway.Scripted;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Gateway;

/// <summary>Real workers on endpoints that speak the other worker's protocol.</summary>
public sealed class OtherProtocolTests
{
    [RealClientTheory]
    [InlineData("claude", "responses")]
    [InlineData("codex", "anthropic")]
    public async Task A_job_is_done_and_metered_on_an_endpoint_of_the_other_kind(string worker, string protocol)
    {
        await using WorkerJobs jobs = await WorkerJobs.StartAsync(worker, ["other"], protocol: protocol);

        JobReceipt receipt = await jobs.RunAsync("other");

        Assert.True(receipt is { State: JobState.Review, Verdict: Verdict.Verified, Metering: Metering.Metered }, jobs.Describe(receipt));
        Assert.Empty(jobs.Model.Violations);
        ScriptedRequests requests = jobs.RequestsOf("other");
        Assert.Equal(new ModelUsage(1_000 * requests.Count, 600 * requests.Count, 100 * requests.Count), receipt.Usage);
        Approved.Equal(
            $"What the worker itself had sent at its end.\n\n{jobs.Show(requests.In("default"), UpstreamRequest.ShowItems)}\nWhat its agent had sent at its end.\n\n{jobs.Show(requests.In("agent"), UpstreamRequest.ShowItems)}",
            $"{nameof(OtherProtocolTests)}.{worker}");
    }
}
