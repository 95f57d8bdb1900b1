using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Errand.Gateway.Ledger;

/// <summary>
/// Collects rows and writes them to <c>ledger/YYYY-MM.jsonl</c>, many at a time, at most 100 ms after they came. All processes write to the same file, each
/// under its lock and whole lines only. A process that is killed loses what it has not written.
/// </summary>
internal sealed class LedgerWriter : IAsyncDisposable
{
    /// <summary>Rows that wait may take up this much; then whoever adds one writes them itself, so that a slow disk slows calls down instead of filling memory.</summary>
    private const int MostWaiting = 4 << 20;

    private const int MostTries = 20_000;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(100);

    private readonly string directory;
    private readonly string lockFile;
    private readonly ITimer timer;
    private readonly Action publish;
    private readonly Lock gate = new();
    private readonly Lock writing = new();
    private readonly Utf8JsonWriter json = new(Stream.Null);
    private ArrayBufferWriter<byte> waiting = new(1 << 16);
    private ArrayBufferWriter<byte> spare = new(1 << 16);
    private string month = "";
    private bool isScheduled;
    private bool isEnded;

    /// <param name="directory">The directory of the monthly files; made when there is a first row.</param>
    /// <param name="lockFile">The lock that all writers share.</param>
    /// <param name="publish">Called before each write: sums must not lag behind the rows that they are made of.</param>
    /// <param name="clock">The clock.</param>
    public LedgerWriter(string directory, string lockFile, Action publish, TimeProvider clock)
    {
        this.directory = directory;
        this.lockFile = lockFile;
        this.publish = publish;
        timer = clock.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Why the last write failed; null = it did not. The rows are kept and tried again with the next.</summary>
    public string? Fault { get; private set; }

    public void Add(LedgerRow row)
    {
        string rowMonth = row.At.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        bool isOtherMonth;
        lock (gate)
            isOtherMonth = rowMonth != month && waiting.WrittenCount > 0;
        if (isOtherMonth)
            Flush();

        bool isTooMuch;
        lock (gate)
        {
            month = rowMonth;
            json.Reset(waiting);
            JsonSerializer.Serialize(json, row, LedgerJson.Default.LedgerRow);
            json.Flush();
            waiting.Write("\n"u8);
            isTooMuch = waiting.WrittenCount > MostWaiting;
            Schedule();
        }

        if (isTooMuch)
            Flush();
    }

    /// <summary>Sums changed without a row.</summary>
    public void Touch()
    {
        lock (gate)
            Schedule();
    }

    /// <summary>Writes what waits, now.</summary>
    public void Flush()
    {
        lock (writing)
        {
            ArrayBufferWriter<byte> rows;
            string file;
            lock (gate)
            {
                isScheduled = false;
                rows = waiting;
                waiting = spare;
                file = Path.Combine(directory, month + ".jsonl");
            }

            publish();
            if (rows.WrittenCount > 0)
                Write(file, rows);
            spare = rows.WrittenCount == 0 ? rows : Keep(rows);
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (gate)
            isEnded = true;
        await timer.DisposeAsync();
        Flush();
        await json.DisposeAsync();
    }

    /// <summary>Puts rows that could not be written before those that came meanwhile, and sees that they are tried again.</summary>
    /// <returns>The buffer that is free now.</returns>
    private ArrayBufferWriter<byte> Keep(ArrayBufferWriter<byte> rows)
    {
        lock (gate)
        {
            ArrayBufferWriter<byte> free = waiting;
            rows.Write(free.WrittenSpan);
            free.ResetWrittenCount();
            waiting = rows;
            Schedule();
            return free;
        }
    }

    private void Schedule()
    {
        if (!isScheduled && !isEnded)
            timer.Change(Delay, Timeout.InfiniteTimeSpan);
        isScheduled = true;
    }

    private void Write(string path, ArrayBufferWriter<byte> rows)
    {
        try
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            using FileStream locked = LockedFile.Open(lockFile, MostTries);
            using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            EndTornLine(file);
            file.Write(rows.WrittenSpan);
            rows.ResetWrittenCount();
            Fault = null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            Fault = $"The ledger '{path}' cannot be written: {cause.Message}";
            // Kept for the next time, unless a disk that never comes back would fill the memory.
            if (rows.WrittenCount > MostWaiting)
                rows.ResetWrittenCount();
        }
    }

    /// <summary>A writer that was killed may have left half a line; what follows it must not be lost with it.</summary>
    private static void EndTornLine(FileStream file)
    {
        long length = file.Length;
        if (length > 0)
        {
            file.Position = length - 1;
            if (file.ReadByte() != '\n')
                file.Write("\n"u8);
        }
    }
}
