using System.Text.Json;

namespace Errand.Gateway.Ledger;

/// <summary>
/// What all processes together have used of a budget, and what each of them holds of it: a small file that is replaced under a lock. What a process held
/// when it died counts as used, because nobody knows how much of it was.
/// </summary>
/// <param name="path">The file; its directory exists.</param>
/// <param name="holder">This process, so that another one can find out whether it lives.</param>
/// <param name="isAlive">Whether a holder lives.</param>
internal sealed class CounterFile(string path, string holder, Func<string, bool> isAlive)
{
    /// <summary>The lock is held for the time of one small write; whoever waits longer than this, in turns of the scheduler, meets something that is broken.</summary>
    private const int MostTries = 5_000;

    /// <summary>What is used, without what is only held.</summary>
    public Spending Read() => Load().Used.Value;

    /// <summary>Adds what was spent, and changes what this process holds.</summary>
    /// <param name="spent">Spent since the last update.</param>
    /// <param name="hold">Gets what is used, this included, and what others hold; gives what this process holds from now on.</param>
    /// <exception cref="IOException">The file cannot be written, or its lock cannot be had.</exception>
    public void Update(Spending spent, Func<Spending, Spending, Spending> hold)
    {
        using FileStream locked = Lock();
        CounterRecord counter = Load();
        Spending used = counter.Used.Value + spent;
        Spending heldByOthers = Spending.None;
        var holders = new Dictionary<string, CounterAmount>();
        foreach ((string other, CounterAmount held) in counter.Held)
        {
            if (other == holder)
                continue;

            if (isAlive(other))
            {
                holders.Add(other, held);
                heldByOthers += held.Value;
            }
            else
            {
                used += held.Value;
            }
        }

        Spending mine = hold(used, heldByOthers);
        if (mine != Spending.None)
            holders[holder] = CounterAmount.Of(mine);
        bool isNews = used != counter.Used.Value || holders.Count != counter.Held.Count || counter.Held.GetValueOrDefault(holder)?.Value != holders.GetValueOrDefault(holder)?.Value;
        if (isNews)
            Save(new CounterRecord(CounterAmount.Of(used), holders));
    }

    private CounterRecord Load()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), LedgerJson.Default.CounterRecord) ?? CounterRecord.Empty;
        }
        catch (FileNotFoundException)
        {
            return CounterRecord.Empty;
        }
        catch (JsonException cause)
        {
            throw new IOException($"'{path}' is damaged: {cause.Message} Remove it to begin at 0.", cause);
        }
    }

    private void Save(CounterRecord counter)
    {
        string temporary = path + ".tmp";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(counter, LedgerJson.Default.CounterRecord));
        File.Move(temporary, path, overwrite: true);
    }

    private FileStream Lock() => LockedFile.Open(path + ".lock", MostTries);
}
