using Errand.Gateway.Routing;
using Errand.Testing;

namespace Errand.Gateway.Tests.Routing;

public sealed class HoldFileTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly TempDirectory directory = new();

    private string FilePath => directory["gateway-holds.json"];

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_hold_is_seen_by_every_process_that_shares_the_directory()
    {
        var one = new HoldFile(directory.Path, TimeProvider.System);
        var other = new HoldFile(directory.Path, TimeProvider.System);
        Assert.Equal(TimeSpan.Zero, other.Left("a"));

        await one.HoldAsync("a", Minute, CancellationToken.None);

        await Wait.ForAsync(() => other.Left("a") > TimeSpan.Zero, "the other process sees the hold");
        Assert.Equal(TimeSpan.Zero, other.Left("b"));
    }

    [Fact]
    public async Task Holds_of_many_at_once_are_all_kept_and_the_longest_wins()
    {
        HoldFile[] files = [.. Enumerable.Range(0, 4).Select(_ => new HoldFile(directory.Path, TimeProvider.System))];

        await Task.WhenAll(Enumerable.Range(0, 40).Select(index => Task.Run(() => files[index % 4].HoldAsync($"u{index % 10}", (1 + index / 10) * Minute, CancellationToken.None))));

        var fresh = new HoldFile(directory.Path, TimeProvider.System);
        Assert.All(Enumerable.Range(0, 10), index => Assert.True(fresh.Left($"u{index}") > 3 * Minute));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"a\":")]
    [InlineData("[1,2]")]
    [InlineData("{\"a\":\"x\",\"b\":1e99}")]
    [InlineData("{\"a\":9223372036854775807}")]
    public async Task What_is_not_understood_counts_as_empty_and_is_replaced(string garbage)
    {
        await File.WriteAllTextAsync(FilePath, garbage);
        var holds = new HoldFile(directory.Path, TimeProvider.System);
        Assert.Equal(TimeSpan.Zero, holds.Left("a"));

        await holds.HoldAsync("c", Minute, CancellationToken.None);

        Assert.True(new HoldFile(directory.Path, TimeProvider.System).Left("c") > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_file_that_a_crash_left_half_written_beside_it_does_not_matter()
    {
        await File.WriteAllTextAsync(FilePath + ".tmp", "{\"a\":");
        await File.WriteAllTextAsync(FilePath + ".lock", "");

        await new HoldFile(directory.Path, TimeProvider.System).HoldAsync("a", Minute, CancellationToken.None);

        Assert.True(new HoldFile(directory.Path, TimeProvider.System).Left("a") > TimeSpan.Zero);
    }
}
