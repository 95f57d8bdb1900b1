using System.Text;
using Errand.Jobs.Supervision;
using Errand.Jobs.Workers;
using Errand.Processes;
using Errand.Testing;

namespace Errand.Jobs.Tests.Supervision;

/// <summary>Files are laid out where an earlier attempt could write, and no further.</summary>
public sealed class WorkerHomeTests : IDisposable
{
    private readonly TempDirectory place = new();
    private readonly string home;

    public WorkerHomeTests()
    {
        home = place.MakeDirectory("home");
        place.Write("mine/settings", "mine");
        place.Write("mine/login", "mine");
    }

    [Fact]
    public void A_linked_directory_does_not_lead_to_the_users_files()
    {
        File.CreateSymbolicLink(Path.Combine(home, ".tool"), place["mine"]);

        PlaceAll();

        Assert.Equal(("mine", "mine"), (File.ReadAllText(place["mine/settings"]), File.ReadAllText(place["mine/login"])));
        Assert.Null(new FileInfo(place["mine/login"]).LinkTarget);
        Assert.Null(new DirectoryInfo(Path.Combine(home, ".tool")).LinkTarget);
    }

    [Fact]
    public void Whatever_is_in_the_way_is_removed()
    {
        string directory = Directory.CreateDirectory(Path.Combine(home, ".tool")).FullName;
        File.CreateSymbolicLink(Path.Combine(directory, "settings"), place["mine/settings"]);
        Directory.CreateDirectory(Path.Combine(directory, "login", "deep"));
        File.SetUnixFileMode(directory, UnixFileMode.None);

        PlaceAll();

        Assert.Equal("mine", File.ReadAllText(place["mine/settings"]));
    }

    [Fact]
    public void A_file_in_the_place_of_a_directory_is_removed()
    {
        File.WriteAllText(Path.Combine(home, ".tool"), "");

        PlaceAll();
    }

    public void Dispose() => place.Dispose();

    private void PlaceAll()
    {
        string settings = Path.Combine(home, ".tool/settings");
        string login = Path.Combine(home, ".tool/login");
        var launch = new WorkerLaunch(
            new ProcessCommand("/bin/true", []) { WorkingDirectory = home, Environment = new Dictionary<string, string>() },
            [new WorkerFile(settings, Encoding.UTF8.GetBytes("ours"))], [new WorkerLink(login, place["mine/login"])], []);

        new WorkerHome(home).Place(launch);

        Assert.Equal(("ours", UnixFileMode.UserRead | UnixFileMode.UserWrite), (File.ReadAllText(settings), File.GetUnixFileMode(settings)));
        Assert.Equal(place["mine/login"], new FileInfo(login).LinkTarget);
    }
}
