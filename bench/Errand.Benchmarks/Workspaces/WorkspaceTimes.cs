using System.Diagnostics;
using Errand.Benchmarks.MainJob;

namespace Errand.Benchmarks.Workspaces;

/// <summary>Times of one thing that is done again and again, and the CPU time of this process and its children in it.</summary>
internal sealed class WorkspaceTimes(string question, string target)
{
    private readonly List<double> wall = [];
    private readonly List<double> cpu = [];

    public Figure Figure => new(question, wall, cpu, target);

    public async Task AddAsync(Func<Task> action)
    {
        double before = Cpu();
        long startedAt = Stopwatch.GetTimestamp();
        await action();
        wall.Add(Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
        cpu.Add(Cpu() - before);
    }

    private static double Cpu() => Environment.CpuUsage.TotalTime.TotalMilliseconds + ChildCpu.Milliseconds();
}
