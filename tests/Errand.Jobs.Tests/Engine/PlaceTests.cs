using Errand.Core;

namespace Errand.Jobs.Tests.Engine;

/// <summary>Where a job may work: the whole repository counts, not only the directory that was named.</summary>
public sealed class PlaceTests
{
    [Fact]
    public async Task A_repository_that_reaches_beyond_the_roots_is_refused_wherever_in_it_a_job_begins()
    {
        await using var engine = new JobEngine("/placeholder");
        engine.Repository.Write("services/s.txt", "1\n").Commit();
        await using var confined = new JobEngine(Path.Combine(engine.Repository.Root, "services"));

        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(
            () => confined.StartAsync(confined.Request(request => request with { Cwd = Path.Combine(engine.Repository.Root, "services") })));

        Assert.Equal(ErrorCatalog.OutsideRoots, fault.Error);
        Assert.Contains($"'{engine.Repository.Root}' is not wholly below", fault.Message, StringComparison.Ordinal);
        Assert.Empty(confined.Store.All());
    }

    [Fact]
    public async Task A_job_is_continued_from_its_own_repository_only()
    {
        await using var engine = new JobEngine();
        JobReceipt first = await engine.RunAsync(engine.Request());
        string elsewhere = Directory.CreateDirectory(engine.Repository["elsewhere"]).FullName;

        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(
            () => engine.StartAsync(engine.Request(request => request with { Continue = first.Id.ToString(), Cwd = elsewhere })));

        Assert.Contains($"that job works in '{engine.Repository.Root}' and cwd is '{elsewhere}'", fault.Message, StringComparison.Ordinal);
        Assert.Single(engine.Store.All());
    }
}
