using Errand.Core;

namespace Errand.Mcp.Sessions;

/// <summary>
/// What one connection's host has been told. Every answer ends with a line for each job that has settled since, so that a host that
/// does other work learns of it without asking.
/// </summary>
internal sealed class HostSession
{
    private readonly Lock sync = new();
    private readonly SortedSet<JobId> followed = [];
    private readonly HashSet<(JobId, DateTimeOffset)> asked = [];
    private readonly Dictionary<JobId, (JobState State, DateTimeOffset At)> shown = [];

    /// <summary>Whether the user was not yet asked about this judgement; from now on they were.</summary>
    public bool TakeQuestion(JobReceipt receipt)
    {
        lock (sync)
            return asked.Add((receipt.Id, receipt.StateAt));
    }

    /// <summary>The host wants to hear when this job settles.</summary>
    public void Follow(JobId id)
    {
        lock (sync)
            followed.Add(id);
    }

    /// <summary>The jobs that the host waits to hear of.</summary>
    public IReadOnlyList<JobId> Followed
    {
        get
        {
            lock (sync)
                return [.. followed];
        }
    }

    /// <summary>Whether the job has settled in a way that the host has not been told.</summary>
    public bool IsNews(JobReceipt receipt)
    {
        lock (sync)
            return !JobTransitions.IsLive(receipt.State) && !IsShown(receipt);
    }

    /// <summary>The host is told how the job stands; a live one is followed from now on.</summary>
    public void Show(JobReceipt receipt)
    {
        lock (sync)
        {
            if (JobTransitions.IsLive(receipt.State))
            {
                followed.Add(receipt.Id);
                return;
            }

            followed.Remove(receipt.Id);
            shown[receipt.Id] = (receipt.State, receipt.StateAt);
        }
    }

    /// <summary>Followed jobs that have settled, counted as shown by this; the rest of them is kept for the next answer.</summary>
    /// <param name="look">Finds a job.</param>
    /// <param name="most">Most jobs to take.</param>
    public IReadOnlyList<JobReceipt> TakeNews(Func<JobId, JobReceipt> look, int most)
    {
        var news = new List<JobReceipt>();
        foreach (JobId id in Followed)
        {
            if (news.Count == most)
                break;

            try
            {
                JobReceipt receipt = look(id);
                if (Claim(receipt))
                    news.Add(receipt);
            }
            catch (ErrandException)
            {
                // Its files are gone or damaged. Whoever asks for it is told so; it is no news.
                Forget(id);
            }
        }

        return news;
    }

    /// <summary>Whether it is for the caller to tell this news: of two answers at the same time only one does.</summary>
    private bool Claim(JobReceipt receipt)
    {
        lock (sync)
        {
            if (!IsNews(receipt))
                return false;
            Show(receipt);
            return true;
        }
    }

    private void Forget(JobId id)
    {
        lock (sync)
            followed.Remove(id);
    }

    private bool IsShown(JobReceipt receipt) => shown.TryGetValue(receipt.Id, out (JobState State, DateTimeOffset At) last) && last == (receipt.State, receipt.StateAt);
}
