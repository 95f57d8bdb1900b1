using System.Globalization;
using System.Text.Json;

namespace Errand.Gateway.Ledger;

/// <summary>Reads the monthly files of a ledger, row by row, while others may be writing. A line that is torn or damaged is left out and counted.</summary>
public sealed class LedgerReader(string stateDirectory)
{
    /// <summary>Lines that could not be read, of the last reading.</summary>
    public int Damaged { get; private set; }

    /// <summary>All rows since then, the oldest month first.</summary>
    /// <param name="since">The earliest time; null = all.</param>
    public IEnumerable<LedgerRow> Read(DateTimeOffset? since)
    {
        Damaged = 0;
        foreach (string file in Files(since))
        {
            foreach (LedgerRow row in ReadFile(file))
            {
                if (since is null || row.At >= since)
                    yield return row;
            }
        }
    }

    private IEnumerable<string> Files(DateTimeOffset? since)
    {
        string directory = UsageLedger.DirectoryOf(stateDirectory);
        if (!Directory.Exists(directory))
            return [];

        string first = since is { } time ? time.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture) : "";
        return Directory.EnumerateFiles(directory, "????-??.jsonl")
            .Where(file => string.CompareOrdinal(Path.GetFileNameWithoutExtension(file), first) >= 0)
            .Order(StringComparer.Ordinal);
    }

    private IEnumerable<LedgerRow> ReadFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16);
        using var lines = new StreamReader(file);
        while (lines.ReadLine() is { } line)
        {
            if (Parse(line) is { } row)
                yield return row;
            else if (line.Length > 0)
                Damaged++;
        }
    }

    private static LedgerRow? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, LedgerJson.Default.LedgerRow);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
