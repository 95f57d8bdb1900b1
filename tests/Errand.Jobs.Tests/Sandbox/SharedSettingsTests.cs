using Errand.Jobs.Sandbox.Landlock;
using Errand.Testing;

namespace Errand.Jobs.Tests.Sandbox;

public sealed class SharedSettingsTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("[credential \"https://example.com\"]\n\thelper = some.sh\n", true)]
    [InlineData("[url \"https://ci:glpat-abcDEF123456ghiJKL78@example.com/\"]\n\tinsteadOf = https://example.com/\n", false)]
    public void Settings_of_the_machine_are_shown_unless_they_hold_a_secret(string text, bool isShown)
    {
        directory.Write("gitconfig", text);

        Assert.Equal(isShown, SharedSettings.IsHarmless(directory["gitconfig"]));
        Assert.False(SharedSettings.IsHarmless(directory["none"]));
    }
}
