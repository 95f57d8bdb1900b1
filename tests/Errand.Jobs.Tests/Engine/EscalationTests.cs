using Errand.Core;

namespace Errand.Jobs.Tests.Engine;

/// <summary>Which attempts are served by the stronger model of <c>escalate</c>.</summary>
public sealed class EscalationTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly JobEngine engine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Theory]
    [InlineData("false", Verdict.Failed, true)]
    [InlineData("true", Verdict.Verified, false)]
    public async Task An_attempt_is_escalated_after_a_verdict_of_failed_and_not_otherwise(string check, Verdict verdict, bool isEscalated)
    {
        engine.Worker("date +%N > work.txt", model: "fast");
        JobReceipt first = await engine.RunAsync(engine.Request(request => request with { Checks = [new CheckSpec("unit", check)] }));
        Assert.Equal(verdict, first.Verdict);

        await engine.Service.ReworkAsync(first.Id, ["Once more."], "test", CancellationToken.None);
        await engine.SettledAsync(first.Id);

        Assert.Equal([(1, false), (2, isEscalated)], engine.Models.Sessions.Select(session => (session.Attempt, session.IsEscalated)));
    }
}
