using System.Text;
using Errand.Core;
using Errand.Jobs.Parts;

namespace Errand.Jobs.Tests.Engine;

/// <summary>The parts of a job that are told from its journal and receipt, and stand in no file.</summary>
public sealed class ToldPartsTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly JobEngine engine = new();

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public async Task The_changed_files_the_story_and_each_attempt_can_be_read()
    {
        engine.Worker("echo 2 >> a.txt; printf '\\000' > bin; echo x > 'a \"b.txt'");
        JobReceipt first = await engine.RunAsync(engine.Request());
        await engine.Service.ReworkAsync(first.Id, ["Look again."], "test", CancellationToken.None);
        await engine.SettledAsync(first.Id);

        string stat = await ReadAsync(first.Id, JobPart.Stat, null);
        string story = await ReadAsync(first.Id, JobPart.Timeline, null);
        string one = await ReadAsync(first.Id, JobPart.Attempt, "1");
        string two = await ReadAsync(first.Id, JobPart.Attempt, null);

        Assert.Equal("added +1 -0 \"a \\\"b.txt\"\nmodified +2 -0 a.txt\nadded binary bin\n", stat);
        Assert.Contains("Look again.", story, StringComparison.Ordinal);
        Assert.Contains("Attempt 1 began", one, StringComparison.Ordinal);
        Assert.DoesNotContain("Attempt 2 began", one, StringComparison.Ordinal);
        Assert.Contains("Attempt 2 began", two, StringComparison.Ordinal);
        Assert.DoesNotContain("Attempt 1 began", two, StringComparison.Ordinal);
        Assert.Contains(one, story, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2")]
    [InlineData("-1")]
    [InlineData("x")]
    public async Task An_attempt_that_was_not_made_is_refused_with_those_that_were(string number)
    {
        JobReceipt receipt = await engine.RunAsync(engine.Request());

        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => ReadAsync(receipt.Id, JobPart.Attempt, number));

        Assert.Equal((ErrorCatalog.UnknownPart, $"ERR1003 {receipt.Id} has no attempt '{number}'; its attempts: 1 to 1. Example: show {receipt.Id} attempt 1"), (fault.Error, fault.Message));
    }

    private async Task<string> ReadAsync(JobId id, JobPart part, string? path) =>
        Encoding.UTF8.GetString((await engine.Service.ReadPartAsync(id, part, path, 0, 65_536, CancellationToken.None)).Bytes.Span);
}
