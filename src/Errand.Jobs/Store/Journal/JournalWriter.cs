using Errand.Core;
using Errand.Core.Redaction;

namespace Errand.Jobs.Store;

/// <summary>
/// The one writer of a job's journal. It holds the job's writer lock for its whole life, so two never write at once
/// (.NET's append is not atomic across processes). Every line is on the disk before <see cref="Append"/> returns;
/// a line that could not be written whole is taken back. On a full disk the job's reserve is used up for it.
/// </summary>
public sealed class JournalWriter : IDisposable
{
    private readonly FileLock writerLock;
    private readonly FileStream file;
    private readonly DiskReserve reserve;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private int lastSequence;

    private JournalWriter(FileLock writerLock, FileStream file, DiskReserve reserve, JobHistory history, TimeProvider clock)
    {
        this.writerLock = writerLock;
        this.file = file;
        this.reserve = reserve;
        this.clock = clock;
        History = history;
        lastSequence = history.LastSequence;
    }

    /// <summary>What the journal says so far; replaced at every append.</summary>
    public JobHistory History { get; private set; }

    /// <summary>Takes secrets out of the texts that others wrote, before they are kept.</summary>
    internal Redactor Redactor { get; set; } = Redactor.BuiltIn;

    /// <summary>
    /// Called right before an entry is written after which nobody works on the job for now: with that entry, the job as it will be then, and the bytes that the
    /// journal will have. Whoever waits for the entry finds what was made here. Null = nobody is called.
    /// </summary>
    public Action<JournalEntry, JobHistory, long>? Settling { get; set; }

    /// <summary>Takes the job's writer lock and drops a torn last line.</summary>
    /// <returns>Null when somebody else writes this journal and did not stop within <paramref name="patience"/>.</returns>
    /// <exception cref="ErrandException">The job's directory cannot be written, or the journal is damaged.</exception>
    public static async Task<JournalWriter?> OpenAsync(JobPaths job, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            FileLock? writerLock = await FileLock.TakeAsync(job.WriterLock, patience, clock, cancellationToken);
            return writerLock is null ? null : Open(job, writerLock, clock);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(job, cause);
        }
    }

    /// <summary>The same without waiting; null = somebody else writes.</summary>
    /// <exception cref="ErrandException">The job's directory cannot be written, or the journal is damaged.</exception>
    public static JournalWriter? TryOpen(JobPaths job, TimeProvider clock)
    {
        try
        {
            return FileLock.TryTake(job.WriterLock, out FileLock? writerLock) ? Open(job, writerLock, clock) : null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(job, cause);
        }
    }

    /// <summary>Bytes of the journal.</summary>
    public long Length => file.Length;

    /// <summary>Appends an entry with the next number and the present time. May be called from several threads.</summary>
    /// <exception cref="ErrandException">The disk did not take it; the journal is as it was before.</exception>
    /// <exception cref="InvalidOperationException">The entry is a state change that <see cref="JobTransitions"/> does not allow.</exception>
    public void Append(JournalEntry entry)
    {
        lock (gate)
        {
            if (entry is StateChanged change && (change.From != History.State || !JobTransitions.IsAllowed(change.From, change.To, History.Class)))
                throw new InvalidOperationException($"A job cannot go from {History.State} to {change.To}.");

            JournalEntry stamped = JournalTexts.Clean(entry, Redactor) with { Seq = lastSequence + 1, At = clock.GetUtcNow() };
            JobHistory next = History.With(stamped);
            try
            {
                byte[] line = JournalLine.Of(stamped);
                if (IsSettling(stamped))
                    Settling?.Invoke(stamped, next, file.Length + line.Length);
                if (TryWrite(line) is { } full && (!reserve.Release() || TryWrite(line) is not null))
                    throw full;
            }
            catch (IOException cause)
            {
                throw new ErrandException(
                    ErrorCatalog.StateDirectoryUnusable,
                    $"The journal '{file.Name}' could not be written: {cause.Message.TrimEnd('.')}. Free some space or make it writable, then retry the job.",
                    cause);
            }

            lastSequence++;
            History = next;
        }
    }

    /// <summary>Moves the job to another state: the only way that its state changes.</summary>
    public void Change(JobState to, string reason, string by, string? @class = null)
    {
        lock (gate)
        {
            Append(new StateChanged(History.State, to, @class, reason, by));
        }
    }

    /// <summary>Blocks the job.</summary>
    public void Block(BlockedClass @class, string reason, string by) => Change(JobState.Blocked, reason, by, SnakeCase.Of(@class));

    private static bool IsSettling(JournalEntry entry) => entry is ApplyRefused || (entry is StateChanged change && !JobTransitions.IsLive(change.To));

    /// <returns>Why the line is not in the file; null = it is.</returns>
    private IOException? TryWrite(ReadOnlySpan<byte> line)
    {
        long length = file.Length;
        try
        {
            file.Write(line);
            file.Flush(flushToDisk: true);
            return null;
        }
        catch (IOException cause)
        {
            file.SetLength(length);
            file.Seek(0, SeekOrigin.End);
            return cause;
        }
    }

    private static JournalWriter Open(JobPaths job, FileLock writerLock, TimeProvider clock)
    {
        FileStream? file = null;
        try
        {
            JournalContent content = JournalReader.Read(job.Journal);
            file = new FileStream(job.Journal, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite,
                BufferSize = 0,
            });
            if (file.Length > content.GoodBytes)
                file.SetLength(content.GoodBytes);
            file.Seek(0, SeekOrigin.End);
            return new JournalWriter(writerLock, file, new DiskReserve(job.Reserve), JobHistory.Of(content.Entries), clock);
        }
        catch
        {
            file?.Dispose();
            writerLock.Dispose();
            throw;
        }
    }

    private static ErrandException Unwritable(JobPaths job, Exception cause) => new(
        ErrorCatalog.StateDirectoryUnusable,
        $"The journal '{job.Journal}' could not be opened: {cause.Message.TrimEnd('.')}. Free some space or make it writable, then try again.",
        cause);

    public void Dispose()
    {
        file.Dispose();
        writerLock.Dispose();
    }
}
