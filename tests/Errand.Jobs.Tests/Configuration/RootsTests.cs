using Errand.Core;
using Errand.Jobs.Configuration;
using Errand.Testing;

namespace Errand.Jobs.Tests.Configuration;

public sealed class RootsTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Without_roots_every_directory_is_allowed() => ErrandConfiguration.Default.RequireAllowedRoot("/");

    [Theory]
    [InlineData("src", true)]
    [InlineData("src/deep", true)]
    [InlineData("src/../src/deep", true)]
    [InlineData("link-in", true)]
    [InlineData("src2", false)]
    [InlineData("src/link-out", false)]
    [InlineData("src/../src2", false)]
    [InlineData(".", false)]
    public void A_directory_must_really_be_below_a_root(string relative, bool isAllowed)
    {
        directory.MakeDirectory("src/deep");
        directory.MakeDirectory("src2");
        Directory.CreateSymbolicLink(directory["link-in"], directory["src/deep"]);
        Directory.CreateSymbolicLink(directory["src/link-out"], directory["src2"]);
        Directory.CreateSymbolicLink(directory["root"], directory["src"]);
        ErrandConfiguration configuration = ErrandConfiguration.Default with { Roots = [directory["elsewhere"], directory["root"]] };

        ErrandException? refusal = Record.Exception(() => configuration.RequireAllowedRoot(directory[relative])) as ErrandException;

        Assert.Equal(isAllowed, refusal is null);
        if (refusal is not null)
        {
            Assert.Equal(ErrorCatalog.OutsideRoots, refusal.Error);
            Assert.Contains(directory["root"], refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_root_of_the_file_system_allows_everything() =>
        (ErrandConfiguration.Default with { Roots = ["/"] }).RequireAllowedRoot(directory.Path);
}
