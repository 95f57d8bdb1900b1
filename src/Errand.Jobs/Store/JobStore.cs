using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Errand.Core;
using Errand.Processes;

namespace Errand.Jobs.Store;

/// <summary>
/// All jobs of a state directory. A job comes into being by one rename of a finished directory: a crash leaves either a whole job or a temporary
/// directory that a later start removes. Numbers are drawn under a lock that every Errand process shares and that is held for no disk's sake;
/// a key has a lock of its own until its job is there, so that it never makes two.
/// </summary>
public sealed class JobStore(StateDirectory state, TimeProvider clock)
{
    private const string UnfinishedPrefix = ".new-";

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);

    public StateDirectory State => state;

    /// <summary>Records a new job durably, in state queued.</summary>
    /// <param name="specify">Makes the job's spec for the number that it gets.</param>
    /// <param name="place">Puts what else the job needs into its directory before it is there; its paths are not the final ones.</param>
    /// <param name="key">The idempotency key; null = none.</param>
    /// <param name="launch">Lets the recorded job begin. It still holds the key: whoever else starts with it finds a job that has begun.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Nothing is left behind when it is cancelled.</param>
    /// <returns>The job, and whether it is new; an old one was started before with the same key.</returns>
    /// <exception cref="ErrandException">The state directory is full, read-only or busy; nothing was made.</exception>
    public async Task<(JobId Id, bool IsNew)> CreateAsync(
        Func<JobId, JobSpec> specify, Action<JobPaths> place, string? key, Action<JobId> launch, string by, CancellationToken cancellationToken)
    {
        state.Ensure();
        state.RequireRoom();
        try
        {
            using FileLock? keyLock = key is null ? null : await HoldKeyAsync(key, cancellationToken);
            if (key is not null && FindKey(key) is { } existing)
                return (existing, false);

            JobId id = key is null
                ? await RecordAsync(specify, place, keyFile: null, by, cancellationToken)
                : await RecordAsync(id => specify(id) with { Key = key }, place, KeyFile(key), by, cancellationToken);
            launch(id);
            return (id, true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ErrandException(
                ErrorCatalog.StateDirectoryUnusable,
                $"The state directory '{state.Root}' cannot be written: {cause.Message.TrimEnd('.')}. Make it writable, free some space, or set ERRAND_HOME to another directory.",
                cause);
        }
    }

    /// <summary>The job that was started with this key; null = none.</summary>
    public JobId? FindKey(string key)
    {
        string path = KeyFile(key);
        if (!File.Exists(path) || !JobId.TryParse(File.ReadAllText(path).Trim(), out JobId id))
            return null;

        // The key is written before its job is there, and stays when the job is removed; the job says itself which key it was started with.
        return Exists(id) && ReadSpec(id).Key == key ? id : null;
    }

    /// <summary>Forgets the key of a job that is removed.</summary>
    internal void ForgetKey(JobSpec spec)
    {
        if (spec.Key is { } key && FindKey(key) == spec.Id)
            File.Delete(KeyFile(key));
    }

    /// <summary>Waits until no other process starts a job with this key, and keeps them from it.</summary>
    public Task<FileLock> HoldKeyAsync(string key, CancellationToken cancellationToken) => TakeAsync(KeyFile(key) + ".lock", cancellationToken);

    public bool Exists(JobId id) => File.Exists(state.Job(id).Journal);

    /// <summary>All jobs, the oldest first.</summary>
    public IReadOnlyList<JobId> All()
    {
        if (!Directory.Exists(state.Jobs))
            return [];

        var ids = new List<JobId>();
        foreach (string directory in Directory.EnumerateDirectories(state.Jobs))
        {
            if (JobId.TryParse(Path.GetFileName(directory), out JobId id))
                ids.Add(id);
        }

        ids.Sort();
        return ids;
    }

    /// <exception cref="ErrandException">The file is missing or damaged.</exception>
    public JobSpec ReadSpec(JobId id)
    {
        string path = state.Job(id).Spec;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), CoreJson.Default.JobSpec) ?? throw new JsonException("it holds null");
        }
        catch (Exception cause) when (cause is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ErrandException(
                ErrorCatalog.StateDamaged,
                $"'{path}' cannot be read: {cause.Message.TrimEnd('.')}. Move the job's directory away; other jobs are not affected.",
                cause);
        }
    }

    private async Task<FileLock> TakeAsync(string path, CancellationToken cancellationToken) =>
        await FileLock.TakeAsync(path, LockPatience, clock, cancellationToken)
            ?? throw new ErrandException(
                ErrorCatalog.StateBusy,
                $"Another Errand process has held '{path}' for {LockPatience.TotalSeconds:0} s. Try again; if it lasts, end that process.");

    private async Task<JobId> RecordAsync(Func<JobId, JobSpec> specify, Action<JobPaths> place, string? keyFile, string by, CancellationToken cancellationToken)
    {
        JobId id;
        using (await TakeAsync(state.StartLock, cancellationToken))
        {
            RemoveUnfinished();
            id = NextId();
            DurableFile.Replace(state.LastNumber, Encoding.ASCII.GetBytes(id.Number.ToString(CultureInfo.InvariantCulture)));
        }

        string unfinished = Path.Combine(state.Jobs, $"{UnfinishedPrefix}{ProcessIdentity.Current()}-{id}");
        Directory.CreateDirectory(unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            JobSpec spec = specify(id);
            var paths = new JobPaths(unfinished);
            DurableFile.WriteFirst(paths.Spec, JsonSerializer.SerializeToUtf8Bytes(spec, CoreJson.Default.JobSpec));
            place(paths);
            DurableFile.WriteFirst(paths.Journal, JournalLine.Of(new JobCreated(by) { Seq = 1, At = spec.CreatedAt }));
            DurableFile.SyncDirectory(unfinished);

            // Before the job is there: whoever dies in between leaves a key of no job, which is free, and not a job that the key would make a second time.
            if (keyFile is not null)
                DurableFile.Write(keyFile, Encoding.UTF8.GetBytes(id.ToString()));
            Directory.Move(unfinished, state.Job(id).Directory);
        }
        catch
        {
            Directory.Delete(unfinished, recursive: true);
            throw;
        }

        DurableFile.SyncDirectory(state.Jobs);
        return id;
    }

    /// <summary>Numbers rise for ever; the file remembers those of removed jobs, the directory those that a crash kept from the file.</summary>
    private JobId NextId()
    {
        int last = 0;
        if (File.Exists(state.LastNumber))
            _ = int.TryParse(File.ReadAllText(state.LastNumber), NumberStyles.None, CultureInfo.InvariantCulture, out last);

        int number = last + 1;
        if (last == 0 || Directory.Exists(state.Job(new JobId(number)).Directory))
        {
            IReadOnlyList<JobId> all = All();
            number = Math.Max(number, all.Count == 0 ? 1 : all[^1].Number + 1);
        }

        return new JobId(number);
    }

    /// <summary>Removes what crashed starts left: directories whose maker is dead.</summary>
    private void RemoveUnfinished()
    {
        foreach (string directory in Directory.EnumerateDirectories(state.Jobs, UnfinishedPrefix + "*"))
        {
            string maker = Path.GetFileName(directory)[UnfinishedPrefix.Length..];
            if (!ProcessIdentity.TryParse(maker[..Math.Max(0, maker.LastIndexOf("-j", StringComparison.Ordinal))], out ProcessIdentity? identity) || !identity.IsAlive())
                Directory.Delete(directory, recursive: true);
        }
    }

    private string KeyFile(string key) =>
        Path.Combine(state.Keys, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
}
