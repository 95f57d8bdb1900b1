using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>
/// All jobs of a state directory. A job comes into being by one rename of a finished directory, under a lock that is shared by
/// every Errand process: two servers never give one number twice, a key never makes two jobs, and a crash leaves either
/// a whole job or nothing but a temporary directory that the next start removes.
/// </summary>
public sealed class JobStore(StateDirectory state, TimeProvider clock)
{
    private const string UnfinishedPrefix = ".new-";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(10);

    public StateDirectory State => state;

    /// <summary>Records a new job durably, in state queued.</summary>
    /// <param name="specify">Makes the job's spec for the number that it gets.</param>
    /// <param name="key">The idempotency key; null = none.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Nothing is left behind when it is cancelled.</param>
    /// <returns>The job, and whether it is new; an old one was started before with the same key.</returns>
    /// <exception cref="ErrandException">The state directory is full, read-only or busy; nothing was made.</exception>
    public async Task<(JobId Id, bool IsNew)> CreateAsync(Func<JobId, JobSpec> specify, string? key, string by, CancellationToken cancellationToken)
    {
        state.Ensure();
        state.RequireRoom();
        try
        {
            using FileLock startLock = await FileLock.TakeAsync(state.StartLock, StartPatience, clock, cancellationToken)
                ?? throw new ErrandException(
                    ErrorCatalog.StateBusy,
                    $"Another Errand process has held '{state.StartLock}' for {StartPatience.TotalSeconds:0} s. Try again; if it lasts, end that process.");

            if (key is not null && FindKey(key) is { } existing)
                return (existing, false);

            return (Create(specify, key, by), true);
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

        return Exists(id) ? id : null;
    }

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

    private JobId Create(Func<JobId, JobSpec> specify, string? key, string by)
    {
        RemoveUnfinished();
        string unfinished = Path.Combine(state.Jobs, UnfinishedPrefix + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            JobId id = NextId();
            JobSpec spec = specify(id);
            var paths = new JobPaths(unfinished);
            var created = new JobCreated(by) { Seq = 1, At = spec.CreatedAt };
            DurableFile.WriteFirst(paths.Spec, JsonSerializer.SerializeToUtf8Bytes(spec, CoreJson.Default.JobSpec));
            DurableFile.WriteFirst(paths.Journal, JournalLine.Of(created));
            DurableFile.SyncDirectory(unfinished);
            if (key is not null)
                DurableFile.Write(KeyFile(key), Encoding.UTF8.GetBytes(id.ToString()));
            File.WriteAllText(state.LastNumber, id.Number.ToString(CultureInfo.InvariantCulture));
            Directory.Move(unfinished, state.Job(id).Directory);
            DurableFile.SyncDirectory(state.Jobs);
            return id;
        }
        catch
        {
            Directory.Delete(unfinished, recursive: true);
            throw;
        }
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

    /// <summary>Only the holder of the start lock makes such directories, so any that is there was left by a crash.</summary>
    private void RemoveUnfinished()
    {
        foreach (string directory in Directory.EnumerateDirectories(state.Jobs, UnfinishedPrefix + "*"))
            Directory.Delete(directory, recursive: true);
    }

    private string KeyFile(string key) =>
        Path.Combine(state.Keys, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
}
