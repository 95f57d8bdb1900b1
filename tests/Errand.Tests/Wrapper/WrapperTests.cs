using System.Diagnostics;
using Errand.Testing;

namespace Errand.Tests.Wrapper;

/// <summary>The script <c>./errand</c>, which builds the program when it must and then becomes it.</summary>
public sealed class WrapperTests : IDisposable
{
    private readonly SourceTree tree = new();

    public void Dispose() => tree.Dispose();

    [Fact]
    public async Task The_first_call_builds_with_one_line_of_progress_and_later_calls_do_not()
    {
        tree.InstallDotnet();

        var first = await tree.RunAsync(["list", "two words"]);
        var second = await tree.RunAsync(["list"]);

        Assert.Equal((0, "ran list two words\n"), (first.ExitCode, first.Output));
        Assert.Matches("^errand: building from source with \\.NET SDK 10\\.0\\.401 .*\\.\\.\\. done in \\d+ s\\.\n$", first.Error);
        Assert.Equal((0, "ran list\n", ""), second);
        Assert.Equal(1, tree.Builds);
    }

    [Theory]
    [InlineData("src/Errand/Program.cs")]
    [InlineData("src/Errand/New.cs")]
    [InlineData("Directory.Packages.props")]
    [InlineData("global.json")]
    public async Task A_changed_or_new_source_is_built(string path)
    {
        tree.InstallDotnet();
        await tree.RunAsync([]);

        tree.Change(path);
        await tree.RunAsync([]);

        Assert.Equal(2, tree.Builds);
    }

    [Fact]
    public async Task A_removed_source_is_noticed()
    {
        tree.InstallDotnet();
        await tree.RunAsync([]);

        File.Delete(tree["src/Errand/Program.cs"]);
        await tree.RunAsync([]);

        Assert.Equal(2, tree.Builds);
    }

    [Fact]
    public async Task Only_artifacts_is_written_and_lock_files_are_held()
    {
        tree.InstallDotnet();

        await tree.RunAsync([]);

        Assert.Contains("-p:RestoreLockedMode=true", tree.LastBuild, StringComparison.Ordinal);
        Assert.Equal(
            ["Directory.Build.props", "Directory.Packages.props", "artifacts", "errand", "global.json", "src"],
            Directory.EnumerateFileSystemEntries(tree.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["errand"], Directory.EnumerateFileSystemEntries(tree["artifacts"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Two_at_once_build_once()
    {
        tree.InstallDotnet();

        var both = await Task.WhenAll(tree.RunAsync(["a"]), tree.RunAsync(["b"]));

        Assert.Equal(["ran a\n", "ran b\n"], both.Select(run => run.Output));
        Assert.Equal(1, tree.Builds);
    }

    [Fact]
    public async Task A_build_leaves_standard_input_to_the_command()
    {
        tree.InstallDotnet();

        var run = await tree.RunAsync(["cat"], input: "for the server\n");

        Assert.Equal("ran cat\nfor the server\n", run.Output);
    }

    [Fact]
    public async Task A_failed_build_is_shown_whole_and_says_what_to_do()
    {
        tree.InstallDotnet(output: "Program.cs(1,1): error CS1002: ; expected", exitCode: 1);

        var run = await tree.RunAsync(["list"]);

        Assert.Equal((69, ""), (run.ExitCode, run.Output));
        Assert.Matches("failed\\.\nProgram\\.cs\\(1,1\\): error CS1002: ; expected\nerrand: the build failed; .*\nerrand: .*try again\\.\n$", run.Error);
    }

    [Fact]
    public async Task A_failed_build_leaves_the_next_call_to_try_again()
    {
        tree.InstallDotnet(exitCode: 1);
        await tree.RunAsync([]);

        tree.InstallDotnet();
        var run = await tree.RunAsync(["list"]);

        Assert.Equal((0, "ran list\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task A_missing_dotnet_is_named_with_what_to_install()
    {
        var run = await tree.RunAsync([]);

        Assert.Equal(69, run.ExitCode);
        Assert.StartsWith("errand: the .NET SDK 10 is missing", run.Error, StringComparison.Ordinal);
        Assert.Contains("dotnet-sdk-10.0", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_SDK_that_is_too_old_is_named_with_those_that_are_there()
    {
        tree.InstallDotnet(version: null);

        var run = await tree.RunAsync([]);

        Assert.Equal(69, run.ExitCode);
        Assert.Contains("Installed: 8.0.404 9.0.100\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, tree.Builds);
    }

    [Fact]
    public async Task A_link_from_elsewhere_finds_the_tree()
    {
        tree.InstallDotnet();
        using var elsewhere = new TempDirectory();
        File.CreateSymbolicLink(elsewhere["hop"], tree["errand"]);
        File.CreateSymbolicLink(elsewhere["errand"], "hop");

        var run = await tree.RunAsync(["list"], script: elsewhere["errand"]);

        Assert.Equal((0, "ran list\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task The_demo_gets_the_pinned_worker_programs_and_nothing_else_does()
    {
        tree.InstallDotnet();
        tree.InstallFetch();

        var list = await tree.RunAsync(["list"]);
        var help = await tree.RunAsync(["demo", "--help"]);
        Assert.Equal(("ran list\n", "ran demo --help\n", 0), (list.Output, help.Output, tree.Fetches));

        var demo = await tree.RunAsync(["demo", "--keep"]);

        Assert.Equal($"ran demo --keep\n{tree[".tools/node_modules/.bin"]}\n", demo.Output);
        Assert.Equal(1, tree.Fetches);
    }

    [Fact]
    public async Task Worker_programs_that_are_installed_are_not_fetched()
    {
        tree.InstallDotnet();
        tree.InstallFetch();
        tree.InstallProgram("claude");
        tree.InstallProgram("codex");

        await tree.RunAsync(["demo"]);

        Assert.Equal(0, tree.Fetches);
    }

    [Fact]
    public async Task A_fetch_that_fails_leaves_the_rest_to_the_demo()
    {
        tree.InstallDotnet();
        tree.InstallFetch(exitCode: 1);

        var demo = await tree.RunAsync(["demo"]);

        Assert.StartsWith("ran demo\n", demo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_that_a_process_runs_from_is_kept_and_others_go()
    {
        tree.InstallDotnet();
        await tree.RunAsync([]);
        string running = Path.Combine(tree["artifacts/errand"], File.ResolveLinkTarget(tree["artifacts/errand/current"], false)!.Name);
        File.Copy("/bin/sleep", Path.Combine(running, "sleeper"));
        using Process process = Process.Start(Path.Combine(running, "sleeper"), "300");
        try
        {
            for (int build = 0; build < 3; build++)
            {
                tree.Change("src/Errand/Program.cs");
                await tree.RunAsync([]);
            }

            // The new one, the one before it, and the one in use.
            Assert.Equal(3, Directory.GetDirectories(tree["artifacts/errand"], "2*").Length);
            Assert.True(Directory.Exists(running));
        }
        finally
        {
            process.Kill();
        }
    }
}
