namespace Errand.Processes.Trees;

/// <summary>Carries membership from parents to children in one reading of the process table.</summary>
/// <param name="table">The processes.</param>
/// <param name="isMemberByItself">Whether a process is a member whatever its parent is; null = as its parent.</param>
internal sealed class Lineage(List<ProcessEntry> table, Func<ProcessEntry, bool?> isMemberByItself)
{
    private readonly Dictionary<int, ProcessEntry> byPid = Index(table);
    private readonly Dictionary<int, bool> verdicts = [];

    public bool IsMember(ProcessEntry entry)
    {
        var undecided = new List<int>();
        bool verdict;
        while (true)
        {
            if (verdicts.TryGetValue(entry.Pid, out verdict))
                break;
            if (isMemberByItself(entry) is bool decided)
            {
                verdict = verdicts[entry.Pid] = decided;
                break;
            }

            // Provisional, so that a ring of parents, which a table read while ids are given away again can show, comes to an end.
            verdicts[entry.Pid] = false;
            undecided.Add(entry.Pid);
            if (!byPid.TryGetValue(entry.ParentPid, out entry))
            {
                verdict = false;
                break;
            }
        }

        foreach (int pid in undecided)
            verdicts[pid] = verdict;
        return verdict;
    }

    private static Dictionary<int, ProcessEntry> Index(List<ProcessEntry> table)
    {
        var index = new Dictionary<int, ProcessEntry>(table.Count);
        foreach (ProcessEntry entry in table)
            index[entry.Pid] = entry;
        return index;
    }
}
