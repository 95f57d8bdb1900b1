namespace Errand.Processes.Trees;

/// <summary>Finds the program that others, such as a sandbox, only stand around.</summary>
internal static class WrappedProgram
{
    /// <summary>The process id some generations below another; null = it is not there yet, or no more.</summary>
    public static int? Find(int outermost, int generations)
    {
        List<ProcessEntry> table = ProcessTable.Read();
        int current = outermost;
        for (int generation = 0; generation < generations; generation++)
        {
            // The first child is the program; orphans of the sandbox come to the same parent later.
            ProcessEntry child = table.Where(entry => entry.ParentPid == current && !entry.IsDead).OrderBy(entry => entry.StartTime).ThenBy(entry => entry.Pid).FirstOrDefault();
            if (child.Pid == 0)
                return null;
            current = child.Pid;
        }

        return current;
    }
}
