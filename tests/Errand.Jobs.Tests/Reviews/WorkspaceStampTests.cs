using Errand.Jobs.Reviews;
using Errand.Testing;

namespace Errand.Jobs.Tests.Reviews;

public sealed class WorkspaceStampTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_change_shows_beside_a_directory_that_cannot_be_read()
    {
        string closed = Path.Combine(directory.Path, "closed");
        Directory.CreateDirectory(closed, UnixFileMode.None);
        string before = WorkspaceStamp.Of(directory.Path);
        Assert.Equal(before, WorkspaceStamp.Of(directory.Path));

        File.WriteAllText(Path.Combine(directory.Path, "new.txt"), "");

        Assert.NotEqual(before, WorkspaceStamp.Of(directory.Path));
        File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void A_directory_that_goes_away_is_a_change()
    {
        string inside = Path.Combine(directory.Path, "root");
        Directory.CreateDirectory(inside);
        string before = WorkspaceStamp.Of(inside);
        Directory.Delete(inside);

        Assert.NotEqual(before, WorkspaceStamp.Of(inside));
    }
}
