using System.Text.RegularExpressions;
using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces;
using Errand.Jobs.Workspaces.Capture;
using Errand.Processes;

namespace Errand.Jobs.Tests.Git;

public sealed partial class GitClientTests : IDisposable
{
    private readonly TestRepository repository = new();

    public void Dispose() => repository.Dispose();

    [Fact]
    public async Task A_failure_names_the_command_the_directory_and_gits_own_words()
    {
        GitCommand command = Own("cat-file", "-e", "0123456789012345678901234567890123456789^{commit}");

        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => repository.Client.RunAsync(command, CancellationToken.None));

        Assert.Equal(ErrorCatalog.GitFailed, fault.Error);
        Assert.Equal($"ERR4003 'git cat-file' in '{repository.GitDirectory}' failed with exit code 128: fatal: Not a valid object name 0123456789012345678901234567890123456789^{{commit}}.", fault.Message);
    }

    [Fact]
    public async Task A_git_that_is_installed_later_is_found_by_a_client_that_had_none()
    {
        string programs = Directory.CreateDirectory(repository["programs"]).FullName;
        var client = new GitClient(
            new ProcessRunner(TimeProvider.System),
            repository.Environment with { Variables = new Dictionary<string, string> { ["PATH"] = programs } });
        ErrandException missing = await Assert.ThrowsAsync<ErrandException>(() => client.RequireAsync(CancellationToken.None));
        repository.Shell($"printf '#!/bin/sh\\nexit 1\\n' > {programs}/git; chmod +x {programs}/git");
        ErrandException failing = await Assert.ThrowsAsync<ErrandException>(() => client.RequireAsync(CancellationToken.None));

        repository.Shell($"printf '#!/bin/sh\\necho git version 2.50.0\\n' > {programs}/git");
        await client.RequireAsync(CancellationToken.None);

        Assert.Equal((ErrorCatalog.GitMissing, ErrorCatalog.GitFailed), (missing.Error, failing.Error));
    }

    [Fact]
    public async Task What_is_called_safe_is_on_the_disk_objects_and_refs()
    {
        repository.Write("a", "1\n").Commit();
        repository.Write("a", "2\n").Write("untracked", "u\n");
        string programs = Directory.CreateDirectory(repository["programs"]).FullName;
        string log = repository["commands"];
        string path = repository.Environment.Variables["PATH"];
        repository.Shell($"printf '#!/bin/sh\\necho \"$@\" >> {log}\\nexec %s \"$@\"\\n' $(command -v git) > {programs}/git; chmod +x {programs}/git");
        var client = new GitClient(
            new ProcessRunner(TimeProvider.System),
            repository.Environment with { Variables = new Dictionary<string, string>(repository.Environment.Variables) { ["PATH"] = $"{programs}:{path}" } });

        using PreparedWorkspace workspace = await new CheckoutWorkspace(client, TimeProvider.System).PrepareAsync(await repository.ResolveAsync("dirty"), repository.Place(), CancellationToken.None);
        File.WriteAllText(Path.Combine(workspace.Root, "a"), "3\n");
        await new WorkCollector(client, TimeProvider.System).CollectAsync(
            new CaptureRequest { Job = new JobId(1), Attempt = 1, Workspace = workspace, PatchFile = repository["patch"], Message = "work" }, CancellationToken.None);

        string[] writing = [.. File.ReadLines(log).Where(line => WritingCommand().IsMatch(line))];
        Assert.Equal(["add", "commit-tree", "fast-import", "update-index", "update-ref", "write-tree"], writing.Select(line => WritingCommand().Match(line).Value.Trim()).Distinct().Order());
        Assert.All(writing, line => Assert.Contains("core.fsync=committed,loose-object,reference", line, StringComparison.Ordinal));
    }

    [GeneratedRegex(" (add|update-index|write-tree|commit-tree|fast-import|update-ref) ?")]
    private static partial Regex WritingCommand();

    [Fact]
    public async Task Nothing_of_the_users_configuration_is_read_unless_the_command_is_the_users_own()
    {
        repository.GitIn(repository.Home, "config", "--global", "core.abbrev", "33");
        var hardened = new GitCommand("config", "--get", "core.abbrev") { Directory = repository.Root, GitDirectory = repository.GitDirectory, Answers = [1] };

        Assert.Equal("", await repository.Client.ReadAsync(hardened, CancellationToken.None));
        Assert.Equal("33", await repository.Client.ReadAsync(hardened with { AsUser = true }, CancellationToken.None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Hooks_and_the_file_system_monitor_are_off_whatever_the_configuration_says(bool asUser)
    {
        repository.Write("a", "1").Commit();
        string ran = repository["ran"];
        repository.Shell($"git config core.fsmonitor 'touch {ran}'; mkdir -p h; printf '#!/bin/sh\\ntouch {ran}\\n' > h/reference-transaction; chmod +x h/*; git config core.hooksPath h; rm -f {ran}");
        var update = new GitCommand("update-ref", "refs/errand/x", "HEAD") { Directory = repository.Root, GitDirectory = repository.GitDirectory, AsUser = asUser };

        await repository.Client.RunAsync(update, CancellationToken.None);
        await repository.Client.RunAsync(update with { Arguments = ["status"], WorkTree = repository.Root }, CancellationToken.None);

        Assert.False(File.Exists(ran));
    }

    [Fact]
    public async Task A_command_without_git_directory_must_be_the_users_own() =>
        await Assert.ThrowsAsync<ArgumentException>(() => repository.Client.RunAsync(new GitCommand("status") { Directory = repository.Root }, CancellationToken.None));

    [Theory]
    [InlineData("git version 2.31.9", "is git 2.31.9; Errand needs git 2.32 or newer")]
    [InlineData("git version 1.8", "is git 1.8; Errand needs")]
    [InlineData("hello", "names no version")]
    public async Task An_old_or_wrong_git_is_refused(string answer, string words)
    {
        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => Fake(answer).RequireAsync(CancellationToken.None));
        Assert.Equal(ErrorCatalog.GitTooOld, fault.Error);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("git version 2.32.0")]
    [InlineData("git version 2.39.5 (Apple Git-154)")]
    [InlineData("git version 2.51.0.rc1")]
    public async Task Newer_versions_of_every_make_are_taken(string answer) => await Fake(answer).RequireAsync(CancellationToken.None);

    [Fact]
    public async Task A_git_that_is_missing_or_only_in_a_relative_directory_of_path_is_not_run()
    {
        repository.Write("git", "#!/bin/sh\ntouch ran\n").Shell("chmod +x git");
        GitClient client = WithPath($".:bin::{repository.Home}");

        ErrandException fault = await Assert.ThrowsAsync<ErrandException>(() => client.RunAsync(Own("version"), CancellationToken.None));

        Assert.Equal(ErrorCatalog.GitMissing, fault.Error);
        Assert.False(File.Exists(Path.Combine(repository.Root, "ran")));
    }

    private GitCommand Own(params string[] arguments) => new(arguments) { Directory = repository.Root, GitDirectory = repository.GitDirectory };

    private GitClient Fake(string answer)
    {
        string directory = repository["fake"];
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "git"), $"#!/bin/sh\necho '{answer}'\n");
        repository.ShellIn(directory, "chmod +x git");
        return WithPath(directory);
    }

    private GitClient WithPath(string path) =>
        new(new ProcessRunner(TimeProvider.System), repository.Environment with { Variables = new Dictionary<string, string> { ["PATH"] = path } });
}
