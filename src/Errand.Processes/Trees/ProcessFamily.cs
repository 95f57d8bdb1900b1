using Errand.Processes.Native;
using Errand.Processes.Spawning;

namespace Errand.Processes.Trees;

/// <summary>
/// Which processes belong to one run. Several runs can be under way in one process, so being our descendant proves nothing. A process
/// belongs to a run when it is, or descends from, a process that
/// <list type="number">
/// <item>is the run's main process,</item>
/// <item>is in the main process's session (the main process always begins one),</item>
/// <item>carries the run's marker,</item>
/// <item>was found to be a member before, whatever has become of its parents since, or</item>
/// <item>was adopted by us although no run claims it, when every child of ours is started by this library and no main process is
/// running.</item>
/// </list>
/// A process that forks twice and begins a session loses the first two, one that cleans or overwrites its environment the third; the last
/// is the net below them. There are no periodic snapshots: a daemon detaches within a millisecond of its birth, between any two of them.
/// </summary>
/// <param name="main">The run's main process; null = only the marker connects its members.</param>
/// <param name="marker">The run's marker; null = it has none.</param>
internal sealed class ProcessFamily(ProcessIdentity? main, ProcessMarker? marker)
{
    private readonly HashSet<(int Pid, long StartTime)> known = [];

    /// <summary>Whether orphans that nobody claims count as members while no run is under way.</summary>
    public bool ClaimsUnknownOrphans { get; init; }

    /// <summary>
    /// Whether the last look met processes that were just changing programs, so that nobody could tell whether they carry the marker.
    /// </summary>
    public bool IsUndecided { get; private set; }

    /// <summary>
    /// Whether it is certain, without a look at every process, that nothing of the run is left. Asked after the main process was reaped.
    /// Without a subreaper and a marker, a daemon in its own session cannot be found by any means, so that only the main process's group
    /// matters.
    /// </summary>
    public bool IsCertainlyEmpty()
    {
        if (Subreaper.IsEnabled)
            return AnyChild.PeekEnded() is null;
        return marker is null && main is not null && Libc.Kill(-main.Pid, Signal.None) != 0;
    }

    /// <summary>The members that are running. Ended ones that this process adopted are reaped.</summary>
    public List<ProcessEntry> Living()
    {
        // The main processes of other runs are nobody's orphans. A sweep by marker alone is for whatever carries it.
        HashSet<int> started = main is null ? [] : ChildTable.Pids();
        List<ProcessEntry> table = ProcessTable.Read();
        // Asked after the table was read: an orphan in the table of a run that began since is impossible.
        bool claimsUnknown = ClaimsUnknownOrphans && Subreaper.OwnsAllChildren && RunsUnderWay.None;
        if (main is not null)
            started.UnionWith(ChildTable.Pids());

        IsUndecided = false;
        foreach (ProcessEntry entry in table)
        {
            if (entry is { IsDead: false, IsKernelThread: false } && IsDetachedMember(entry, started, claimsUnknown))
                known.Add((entry.Pid, entry.StartTime));
        }

        var living = new List<ProcessEntry>();
        var lineage = new Lineage(table, IsMemberByItself);
        foreach (ProcessEntry entry in table)
        {
            if (!lineage.IsMember(entry))
                continue;
            known.Add((entry.Pid, entry.StartTime));
            if (!entry.IsDead)
                living.Add(entry);
            else if (entry.ParentPid == Environment.ProcessId)
                ChildTable.ReapAdopted(entry.Pid);
        }

        return living;
    }

    private bool? IsMemberByItself(ProcessEntry entry)
    {
        if (main is not null && entry.Pid == main.Pid)
            return entry.StartTime == main.StartTime;
        if (entry.Pid == Environment.ProcessId)
            return false;
        if (known.Contains((entry.Pid, entry.StartTime)))
            return true;
        // The number of a session is not given away while anybody is in it.
        if (main is not null && entry.Session == main.Pid && entry.StartTime >= main.StartTime)
            return true;
        return null;
    }

    /// <summary>Whether nothing but the marker, or nothing at all, connects it with the run.</summary>
    private bool IsDetachedMember(ProcessEntry entry, HashSet<int> started, bool claimsUnknown)
    {
        bool adopted = entry.ParentPid == Environment.ProcessId;
        if (entry.Pid == Environment.ProcessId || started.Contains(entry.Pid) || entry.StartTime < main?.StartTime)
            return false;
        if (adopted && claimsUnknown)
            return true;
        // Reading an environment is dear; a subreaper needs to read only those of the orphans that came to it.
        if (marker is null || (!adopted && main is not null && Subreaper.IsEnabled))
            return false;
        bool? carries = marker.IsCarriedBy(entry.Pid);
        IsUndecided |= carries is null;
        return carries == true;
    }
}
