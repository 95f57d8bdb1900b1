namespace Errand.Core.Tests.Text;

public sealed class SearchPathTests
{
    [Theory]
    [InlineData("/a:/b", "/a:/b")]
    [InlineData("/a::/b:", "/a:/b")]
    [InlineData(".:/a:bin:../x", "/a")]
    public void Only_absolute_directories_are_searched(string path, string expected) => Assert.Equal(expected, SearchPath.Absolute(path));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".:")]
    public void Without_any_the_usual_ones_are(string? path) => Assert.StartsWith("/usr/local/sbin:", SearchPath.Absolute(path), StringComparison.Ordinal);
}
