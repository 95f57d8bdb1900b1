using Errand.Jobs.Git;
using Errand.Jobs.Setups;

namespace Errand.Jobs.Tests.Setups;

/// <summary>When a setup's outputs are taken again.</summary>
public sealed class SetupKeyTests
{
    [Theory]
    [InlineData("app/package.json", true)]
    [InlineData("app/package-lock.json", true)]
    [InlineData("patches/one.patch", true)]
    [InlineData("src/App.csproj", true)]
    [InlineData("build.gradle.kts", true)]
    [InlineData(".gitignore", true)]
    [InlineData("src/app.js", false)]
    public void Only_what_says_what_is_installed_decides(string path, bool decides)
    {
        string before = Key("/one", new TreeEntry(path, 0x81A4, "a"));
        string after = Key("/one", new TreeEntry(path, 0x81A4, "b"));

        Assert.Equal(decides, before != after);
    }

    [Fact]
    public void Two_repositories_share_nothing() => Assert.NotEqual(Key("/one"), Key("/two"));

    private static string Key(string root, params TreeEntry[] entries) => SetupKey.Of(root, "install", [], [.. entries, new TreeEntry("yarn.lock", 0x81A4, "l")]);
}
