using System.Text.Json;

namespace Errand.Gateway.Ledger;

/// <summary>
/// A job's <c>usage.json</c>: what each of its attempts used of each model. It is what a later attempt's budget begins with, so that nobody has to search
/// the ledger for it; and it is written before the ledger is, so that a crash between the two loses a row and no money. It also says what is under way: a
/// supervisor that is killed takes with it how much that was, not that it was.
/// </summary>
internal sealed class UsageFile
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    private readonly Lock gate = new();
    private readonly string path;
    private readonly List<UsageTotal> totals;
    private readonly Dictionary<CallPermit, Func<LedgerRow>> underWay = new(ReferenceEqualityComparer.Instance);
    private bool isChanged;

    public UsageFile(string path)
    {
        this.path = path;
        UsageFileContent content = Read(path);
        totals = [.. content.Models];
        Lost = content.UnderWay ?? [];
        foreach (LedgerRow row in Lost)
            Add(row);
    }

    /// <summary>Calls of a process that was killed, which count from now on. They belong into the ledger, once.</summary>
    public IReadOnlyList<LedgerRow> Lost { get; }

    public IReadOnlyList<UsageTotal> Totals
    {
        get
        {
            lock (gate)
                return [.. totals];
        }
    }

    public static UsageFileContent Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), LedgerJson.Default.UsageFileContent) ?? UsageFileContent.Empty;
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return UsageFileContent.Empty;
        }
    }

    /// <summary>A call is about to be made.</summary>
    /// <param name="permit">Ends it.</param>
    /// <param name="ifLost">What it counts as if nobody ends it from now on.</param>
    public void Begin(CallPermit permit, Func<LedgerRow> ifLost)
    {
        lock (gate)
        {
            underWay.Add(permit, ifLost);
            isChanged = true;
        }
    }

    public void End(CallPermit permit)
    {
        lock (gate)
            isChanged |= underWay.Remove(permit);
    }

    public void Add(LedgerRow call)
    {
        lock (gate)
        {
            int at = totals.FindIndex(total => total.Attempt == call.Attempt && total.Review == call.Review && total.Requested == call.Requested && total.Served == call.Served
                && total.Upstream == call.Upstream && total.Currency == call.Currency);
            if (at < 0)
            {
                at = totals.Count;
                totals.Add(new UsageTotal { Attempt = call.Attempt, Review = call.Review, Requested = call.Requested ?? "", Served = call.Served ?? "", Upstream = call.Upstream, Currency = call.Currency });
            }

            totals[at] = totals[at].Plus(call);
            isChanged = true;
        }
    }

    /// <summary>Whether calls are under way, which are to be written as they are now.</summary>
    public bool Refresh()
    {
        lock (gate)
        {
            isChanged |= underWay.Count > 0;
            return underWay.Count > 0;
        }
    }

    /// <summary>Replaces the file if there is news.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save()
    {
        UsageFileContent content;
        lock (gate)
        {
            if (!isChanged)
                return;

            isChanged = false;
            content = new UsageFileContent([.. totals], underWay.Count == 0 ? null : [.. underWay.Values.Select(ifLost => ifLost())]);
        }

        string temporary = path + ".tmp";
        using (FileStream file = File.Create(temporary))
        using (var json = new Utf8JsonWriter(file, Indented))
            JsonSerializer.Serialize(json, content, LedgerJson.Default.UsageFileContent);
        File.Move(temporary, path, overwrite: true);
    }
}
