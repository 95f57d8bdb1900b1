using System.Text.Json;

namespace Errand.Gateway.Routing;

/// <summary>
/// Says until when upstreams are to be left alone because they asked for it (429), for all processes of the machine. A small file that is
/// replaced whole under a lock of its own: a crash leaves the old one or the new one, and what is not understood counts as empty.
/// </summary>
internal sealed class HoldFile
{
    private const int LargestFile = 64 * 1024;

    // How old an answer may be. Looking at the file costs a system call, and there may be thousands of requests a second.
    private static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(1);

    private readonly string path;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private Dictionary<string, long> holds = [];
    private long readAt;
    private DateTime version;

    /// <param name="directory">An existing directory that all processes share.</param>
    /// <param name="clock">The clock; holds are in UTC, so that they mean the same to every process.</param>
    public HoldFile(string directory, TimeProvider clock)
    {
        path = Path.Combine(directory, "gateway-holds.json");
        this.clock = clock;
        readAt = clock.GetTimestamp() - clock.TimestampFrequency;
    }

    /// <summary>How long the upstream is to be left alone from now on; zero = it is not.</summary>
    public TimeSpan Left(string upstream)
    {
        lock (gate)
        {
            if (clock.GetElapsedTime(readAt) >= Freshness)
                Refresh();
            return Left(holds, upstream);
        }
    }

    /// <summary>Leaves the upstream alone for a time, in every process. A longer hold that is there already stays. What cannot be written holds in this process only.</summary>
    public async Task HoldAsync(string upstream, TimeSpan time, CancellationToken cancellationToken)
    {
        long until = (clock.GetUtcNow() + time).ToUnixTimeMilliseconds();
        lock (gate)
            holds = Merge(holds, upstream, until);

        try
        {
            using FileStream? taken = await LockAsync(cancellationToken);
            if (taken is null)
                return;

            Dictionary<string, long> merged = Merge(Read(), upstream, until);
            Write(merged);
            lock (gate)
                holds = merged;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
        }
    }

    private TimeSpan Left(Dictionary<string, long> all, string upstream)
    {
        long left = all.GetValueOrDefault(upstream) - clock.GetUtcNow().ToUnixTimeMilliseconds();
        // A clock that was set back must not hold anything for years.
        return left <= 0 || left > RetryRules.LongestHold.TotalMilliseconds ? TimeSpan.Zero : TimeSpan.FromMilliseconds(left);
    }

    private void Refresh()
    {
        readAt = clock.GetTimestamp();
        try
        {
            DateTime seen = File.GetLastWriteTimeUtc(path);
            if (seen == version)
                return;

            version = seen;
            foreach ((string upstream, long until) in Read())
                holds = Merge(holds, upstream, until);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
        }
    }

    private Dictionary<string, long> Merge(Dictionary<string, long> all, string upstream, long until)
    {
        var merged = new Dictionary<string, long>();
        foreach ((string name, long time) in all)
        {
            if (Left(all, name) > TimeSpan.Zero)
                merged[name] = time;
        }

        merged[upstream] = Math.Max(until, merged.GetValueOrDefault(upstream));
        return merged;
    }

    private Dictionary<string, long> Read()
    {
        var all = new Dictionary<string, long>();
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: <= LargestFile })
                return all;

            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return all;

            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetInt64(out long until))
                    all[property.Name] = until;
            }
        }
        catch (JsonException)
        {
        }

        return all;
    }

    private void Write(Dictionary<string, long> all)
    {
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            foreach ((string name, long until) in all)
                json.WriteNumber(name, until);
            json.WriteEndObject();
        }

        // The one temporary name is safe under the lock, and a crash leaves at most one file.
        string temporary = path + ".tmp";
        File.WriteAllBytes(temporary, content.ToArray());
        File.Move(temporary, path, overwrite: true);
    }

    private async Task<FileStream?> LockAsync(CancellationToken cancellationToken)
    {
        long startedAt = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (clock.GetElapsedTime(startedAt) < LockPatience)
            {
            }
            catch (IOException)
            {
                return null;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2), clock, cancellationToken);
        }
    }
}
