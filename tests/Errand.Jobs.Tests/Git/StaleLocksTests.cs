using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Tests.Workspaces;

namespace Errand.Jobs.Tests.Git;

public sealed class StaleLocksTests : IDisposable
{
    private static readonly JobId Job = new(1);

    private readonly TestRepository repository = new();
    private readonly Capturing job;

    public StaleLocksTests()
    {
        repository.Write("a", "1\n").Commit();
        job = new Capturing(repository);
    }

    public void Dispose() => job.Dispose();

    [Fact]
    public async Task Locks_of_a_killed_git_prevent_a_capture_until_they_are_removed()
    {
        await job.PrepareAsync();
        string commit = repository.Git("rev-parse", "HEAD");
        string[] names = [JobRefs.Work(Job), JobRefs.Attempt(Job, 1), JobRefs.Attempt(Job, 2), JobRefs.Base(Job)];
        foreach (string name in names)
        {
            Lock($"{name}.lock");
            await Assert.ThrowsAsync<ErrandException>(() => UpdateAsync(name));
        }

        StaleLocks.Remove(job.Workspace.Repository, Job);

        foreach (string name in names)
        {
            await UpdateAsync(name);
            Assert.Equal(commit, repository.Git("rev-parse", name));
        }

        Task UpdateAsync(string name) => JobRefs.UpdateAsync(repository.Client, repository.GitDirectory, [(name, commit)], CancellationToken.None);
    }

    [Fact]
    public async Task Locks_of_the_user_and_of_other_jobs_stay()
    {
        await job.PrepareAsync();
        string[] others =
        [
            .. ((string[])["index.lock", "HEAD.lock", "config.lock", "packed-refs.lock", "refs/heads/main.lock", "refs/errand/jobs/j2.lock", "refs/errand/jobs/j10.lock",
                "refs/errand/bases/j10.lock", "refs/errand/attempts/j10/1.lock", "refs/heads/errand/j1.lock"]).Select(Lock),
        ];

        StaleLocks.Remove(job.Workspace.Repository, Job);

        Assert.All(others, file => Assert.True(File.Exists(file), file));
    }

    [Fact]
    public async Task Locks_in_the_own_directory_go_wherever_they_are_and_nothing_else_does()
    {
        await job.PrepareAsync();
        string own = job.Workspace.Repository.Directory;
        string[] locks = [.. ((string[])["capture-index.lock", "refs/errand/x.lock", "objects/info/commit-graphs/chain.lock"]).Select(path => Path.Combine(own, path))];
        foreach (string file in locks)
            Make(file);
        string[] before = [.. Files(own).Except(locks)];

        StaleLocks.Remove(job.Workspace.Repository, Job);

        Assert.Equal(before, Files(own));
    }

    [Fact]
    public async Task A_link_in_the_own_directory_is_not_followed()
    {
        await job.PrepareAsync();
        string userLock = Lock("index.lock");
        Directory.CreateSymbolicLink(Path.Combine(job.Workspace.Repository.Directory, "link"), repository.GitDirectory);

        StaleLocks.Remove(job.Workspace.Repository, Job);

        Assert.True(File.Exists(userLock));
    }

    [Fact]
    public async Task Where_no_job_was_captured_yet_there_is_nothing_to_do()
    {
        await job.PrepareAsync();
        Directory.Delete(Path.Combine(repository.GitDirectory, "refs/errand"), recursive: true);

        StaleLocks.Remove(job.Workspace.Repository, Job);

        Assert.False(Directory.Exists(Path.Combine(repository.GitDirectory, "refs/errand")));
    }

    private string Lock(string path) => Make(Path.Combine(repository.GitDirectory, path));

    private static string Make(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "");
        return file;
    }

    private static string[] Files(string directory) => [.. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
