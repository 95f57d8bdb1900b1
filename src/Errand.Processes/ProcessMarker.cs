using System.Globalization;
using System.Text;
using Errand.Processes.Trees;

namespace Errand.Processes;

/// <summary>
/// A variable by which processes are recognised when nothing else connects them any more: children inherit it, through any number of forks,
/// sessions and dead parents, unless they clean their environment on purpose.
/// </summary>
/// <param name="Name">The variable's name.</param>
/// <param name="Value">Its value, used for one run and never again.</param>
public sealed record ProcessMarker(string Name, string Value)
{
    /// <summary>
    /// The running processes that carry the marker, as far as this user may see; this process itself is never among them. One look can miss
    /// a process that is just changing programs: for a moment the kernel shows no environment. <see cref="EndAllAsync"/> waits for those.
    /// </summary>
    public IReadOnlyList<ProcessIdentity> Find()
    {
        Platform.RequireLinux();
        return [.. ProcessTable.Read().Where(IsCarrier).Select(ProcessIdentity.Of)];
    }

    /// <summary>Kills everything that carries the marker and everything that those processes started, until none is left.</summary>
    /// <param name="wait">Longest time that they are given to be gone.</param>
    /// <param name="cancellationToken">Stops between two rounds; what was killed stays killed.</param>
    /// <returns>How many are left.</returns>
    public Task<int> EndAllAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        Platform.RequireLinux();
        return TreeKiller.EndAsync(new ProcessFamily(null, this), wait, cancellationToken);
    }

    /// <summary>
    /// Whether the process was started with the marker; null = it is just changing programs, and has neither environment nor arguments yet.
    /// </summary>
    internal bool? IsCarriedBy(int pid)
    {
        string directory = $"/proc/{pid.ToString(CultureInfo.InvariantCulture)}";
        ReadOnlySpan<byte> environment = ProcFile.ReadAll($"{directory}/environ");
        if (environment.IsEmpty)
        {
            Span<byte> argument = stackalloc byte[1];
            return ProcFile.Read($"{directory}/cmdline", argument).IsEmpty ? null : false;
        }

        ReadOnlySpan<byte> variable = Encoding.UTF8.GetBytes($"{Name}={Value}");
        while (environment.IndexOf(variable) is int at and >= 0)
        {
            int end = at + variable.Length;
            if ((at == 0 || environment[at - 1] == 0) && (end == environment.Length || environment[end] == 0))
                return true;
            environment = environment[end..];
        }

        return false;
    }

    private bool IsCarrier(ProcessEntry entry) =>
        entry is { IsDead: false, IsKernelThread: false } && entry.Pid != Environment.ProcessId && IsCarriedBy(entry.Pid) == true;
}
