using Errand.Core;
using Errand.Jobs.Workers;

namespace Errand.Jobs.Tests.Workers;

public sealed class WorkerDriversTests
{
    [Theory]
    [InlineData("claude")]
    [InlineData("codex")]
    [InlineData("generic")]
    public void Every_driver_is_found_by_its_name(string name) => Assert.Equal(name, new WorkerDrivers().Get(new WorkerSpec { Name = "w", Driver = name }).Name);

    [Theory]
    [InlineData("Claude")]
    [InlineData("")]
    [InlineData("gemini")]
    public void An_unknown_name_is_refused_with_the_known_ones(string name)
    {
        var error = Assert.Throws<ErrandException>(() => new WorkerDrivers().Get(new WorkerSpec { Name = "fast", Driver = name }));

        Assert.Equal($"ERR5001 Worker 'fast' names the driver '{name}', which does not exist. Use claude, codex, generic.", error.Message);
    }
}
