using System.Security.Cryptography;
using Errand.Core;
using Errand.Jobs.Store;
using Errand.Testing;

namespace Errand.Jobs.Tests.Store;

public sealed class JobStoreTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Numbers_are_unique_and_without_gaps_when_many_servers_start_jobs_at_once()
    {
        JobStore[] servers = [.. Enumerable.Range(0, 4).Select(_ => NewStore())];

        (JobId Id, bool IsNew)[] made = await Task.WhenAll(Enumerable.Range(0, 40).Select(number =>
            servers[number % 4].CreateAsync(id => A.JobSpec(id), _ => { }, null, Nothing, "test", CancellationToken.None)));

        Assert.Equal(Enumerable.Range(1, 40), made.Select(job => job.Id.Number).Order());
        Assert.All(made, job => Assert.True(job.IsNew));
    }

    [Fact]
    public async Task One_key_makes_one_job_however_often_and_from_wherever_it_comes()
    {
        JobStore[] servers = [NewStore(), NewStore()];

        (JobId Id, bool IsNew)[] made = await Task.WhenAll(Enumerable.Range(0, 20).Select(number =>
            servers[number % 2].CreateAsync(id => A.JobSpec(id) with { Key = "the key" }, _ => { }, "the key", Nothing, "test", CancellationToken.None)));

        Assert.Single(made, job => job.IsNew);
        Assert.Single(made.Select(job => job.Id).Distinct());
        Assert.Single(NewStore().All());
    }

    [Fact]
    public async Task A_removed_jobs_number_is_not_given_again()
    {
        JobStore store = NewStore();
        (JobId first, _) = await store.CreateAsync(id => A.JobSpec(id), _ => { }, null, Nothing, "test", CancellationToken.None);
        Directory.Delete(store.State.Job(first).Directory, recursive: true);

        (JobId second, _) = await store.CreateAsync(id => A.JobSpec(id), _ => { }, null, Nothing, "test", CancellationToken.None);

        Assert.Equal(new JobId(2), second);
    }

    [Fact]
    public async Task What_a_crash_in_the_middle_of_a_start_left_is_removed_and_harms_nothing()
    {
        JobStore store = NewStore();
        store.State.Ensure();
        string unfinished = Path.Combine(store.State.Jobs, ".new-crashed");
        Directory.CreateDirectory(unfinished);
        await File.WriteAllTextAsync(Path.Combine(unfinished, "spec.json"), "{");

        (JobId id, _) = await store.CreateAsync(id => A.JobSpec(id), _ => { }, null, Nothing, "test", CancellationToken.None);

        Assert.Equal(new JobId(1), id);
        Assert.Equal([store.State.Job(id).Directory], Directory.GetDirectories(store.State.Jobs));
    }

    [Fact]
    public async Task A_key_whose_job_never_came_to_be_is_free()
    {
        JobStore store = NewStore();
        (JobId first, _) = await store.CreateAsync(id => A.JobSpec(id) with { Key = "key" }, _ => { }, "key", Nothing, "test", CancellationToken.None);
        Directory.Delete(store.State.Job(first).Directory, recursive: true);

        (JobId second, bool isNew) = await store.CreateAsync(id => A.JobSpec(id) with { Key = "key" }, _ => { }, "key", Nothing, "test", CancellationToken.None);

        Assert.True(isNew);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_key_that_was_noted_for_a_number_which_another_job_has_is_free()
    {
        JobStore store = NewStore();
        (JobId first, _) = await store.CreateAsync(id => A.JobSpec(id) with { Key = "key" }, _ => { }, "key", Nothing, "test", CancellationToken.None);
        await File.WriteAllTextAsync(store.State.Job(first).Spec, File.ReadAllText(store.State.Job(first).Spec).Replace("\"key\"", "\"other\"", StringComparison.Ordinal).Replace("\"other\":", "\"key\":", StringComparison.Ordinal));

        Assert.Null(store.FindKey("key"));
    }

    [Fact]
    public async Task A_key_that_cannot_be_recorded_leaves_no_job_behind()
    {
        JobStore store = NewStore();
        store.State.Ensure();
        string keyFile = Path.Combine(store.State.Keys, Convert.ToHexStringLower(SHA256.HashData("key"u8)));
        Directory.CreateDirectory(Path.Combine(keyFile, "in the way"));

        var fault = await Assert.ThrowsAsync<ErrandException>(() => store.CreateAsync(id => A.JobSpec(id), _ => { }, "key", Nothing, "test", CancellationToken.None));

        Assert.Equal(ErrorCatalog.StateDirectoryUnusable, fault.Error);
        Assert.Empty(Directory.GetFileSystemEntries(store.State.Jobs));
    }

    [Fact]
    public async Task A_key_names_only_the_job_that_was_started_with_it()
    {
        JobStore store = NewStore();
        (JobId first, _) = await store.CreateAsync(id => A.JobSpec(id), _ => { }, "key", Nothing, "test", CancellationToken.None);
        Directory.Delete(store.State.Job(first).Directory, recursive: true);
        File.Delete(store.State.LastNumber);

        (JobId stranger, _) = await store.CreateAsync(id => A.JobSpec(id), _ => { }, null, Nothing, "test", CancellationToken.None);

        Assert.Equal(first, stranger);
        Assert.Null(store.FindKey("key"));
    }

    [Fact]
    public async Task A_key_is_held_until_its_job_has_begun()
    {
        JobStore store = NewStore();
        Task<FileLock>? meanwhile = null;

        await store.CreateAsync(
            id => A.JobSpec(id) with { Key = "key" }, _ => { }, "key", _ => meanwhile = NewStore().HoldKeyAsync("key", new CancellationToken(canceled: true)), "test", CancellationToken.None);

        Assert.True(meanwhile!.IsCanceled);
        using FileLock free = await store.HoldKeyAsync("key", CancellationToken.None);
    }

    [Fact]
    public async Task The_last_number_is_replaced_and_never_half_written()
    {
        JobStore store = NewStore();
        await store.CreateAsync(id => A.JobSpec(id), _ => { }, null, Nothing, "test", CancellationToken.None);
        await using FileStream before = File.OpenRead(store.State.LastNumber);

        await store.CreateAsync(id => A.JobSpec(id), _ => { }, null, Nothing, "test", CancellationToken.None);

        Assert.Equal("1", await new StreamReader(before).ReadToEndAsync());
        Assert.Equal("2", await File.ReadAllTextAsync(store.State.LastNumber));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public async Task A_state_directory_that_others_may_write_is_refused(UnixFileMode mode)
    {
        string root = Directory.CreateDirectory(directory["state"]).FullName;
        File.SetUnixFileMode(root, mode | UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var fault = await Assert.ThrowsAsync<ErrandException>(() => NewStore().CreateAsync(id => A.JobSpec(id), _ => { }, null, Nothing, "test", CancellationToken.None));

        Assert.Contains("can be written by others than its owner", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(root));
    }

    [Fact]
    public async Task A_start_whose_spec_fails_leaves_nothing_behind()
    {
        JobStore store = NewStore();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            store.CreateAsync(_ => throw new InvalidOperationException("no"), _ => { }, "key", Nothing, "test", CancellationToken.None));

        Assert.Empty(Directory.GetFileSystemEntries(store.State.Jobs));
        Assert.Null(store.FindKey("key"));
    }

    [Fact]
    public async Task A_spec_comes_back_as_it_was()
    {
        JobStore store = NewStore();
        JobSpec? given = null;
        (JobId id, _) = await store.CreateAsync(id => given = A.JobSpec(id) with { Task = "Zeile 1\nžluťoučký \ud83d\ude00 \"quoted\"" }, _ => { }, null, Nothing, "test", CancellationToken.None);

        Assert.Equivalent(given, store.ReadSpec(id), strict: true);
    }

    [Fact]
    public async Task A_state_directory_that_cannot_be_written_refuses_with_its_name()
    {
        string file = Path.Combine(directory.Path, "a-file");
        await File.WriteAllTextAsync(file, "");
        var store = new JobStore(new StateDirectory(Path.Combine(file, "state")), TimeProvider.System);

        var fault = await Assert.ThrowsAsync<ErrandException>(() => store.CreateAsync(id => A.JobSpec(id), _ => { }, null, Nothing, "test", CancellationToken.None));

        Assert.Equal(ErrorCatalog.StateDirectoryUnusable, fault.Error);
        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
    }

    private static void Nothing(JobId id)
    {
    }

    private JobStore NewStore() => new(new StateDirectory(Path.Combine(directory.Path, "state")), TimeProvider.System);
}
