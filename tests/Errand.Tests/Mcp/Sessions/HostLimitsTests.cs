using Errand.Mcp.Sessions;

namespace Errand.Tests.Mcp.Sessions;

public sealed class HostLimitsTests
{
    [Theory]
    [InlineData("claude-code", 100)]
    [InlineData("codex-mcp-client", 240)]
    [InlineData("claude-ai", 45)]
    [InlineData("my-codex", 45)]
    [InlineData("", 45)]
    [InlineData(null, 45)]
    public void A_wait_ends_before_the_host_gives_up(string? name, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), HostLimits.LongestWait(name));
}
