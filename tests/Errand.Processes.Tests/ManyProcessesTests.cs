using System.Diagnostics;
using Errand.Processes.Trees;
using Errand.Testing;

namespace Errand.Processes.Tests;

/// <summary>Counts what belongs to the whole process, so that nothing may run beside it.</summary>
[CollectionDefinition(nameof(ManyProcessesTests), DisableParallelization = true)]
public sealed class ManyProcessesCollection;

[Collection(nameof(ManyProcessesTests))]
public sealed class ManyProcessesTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly ProcessRunner runner = new(TimeProvider.System);

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_thousand_short_commands_leave_no_zombie_no_descriptor_and_no_thread()
    {
        await RunBatchAsync(100);
        (int descriptors, int threads) = (Descriptors(), Threads());

        for (int batch = 0; batch < 10; batch++)
            await RunBatchAsync(100);

        await NoChildIsLeftAsync();
        // The runtime's own pool grows and shrinks by a few.
        Assert.InRange(Threads(), 1, threads + 8);
        Assert.InRange(Descriptors(), 1, descriptors + 4);
    }

    [Fact]
    public async Task Exit_codes_are_right_beside_System_Diagnostics_Process()
    {
        Task<int>[] ours = [.. Enumerable.Range(0, 200).Select(async i => (await RunAsync($"exit {i % 100}")).Exit.ExitCode - (i % 100))];
        Task<int>[] theirs = [.. Enumerable.Range(0, 200).Select(async i =>
        {
            using Process process = Process.Start("/bin/sh", ["-c", $"exit {i % 100}"]);
            await process.WaitForExitAsync();
            return process.ExitCode - (i % 100);
        })];
        Assert.All(await Task.WhenAll([.. ours, .. theirs]).WaitAsync(TestTimeouts.Default), difference => Assert.Equal(0, difference));
        await NoChildIsLeftAsync();
    }

    private static Task NoChildIsLeftAsync() =>
        Wait.ForAsync(() => !ProcessTable.Read().Any(entry => entry.ParentPid == Environment.ProcessId), "no child is left, not even a zombie");

    private static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static int Threads() => Directory.GetDirectories("/proc/self/task").Length;

    private Task<CapturedOutput> RunAsync(string script) =>
        runner.CaptureAsync(FakeWorker.Command(directory.Path, "/bin/sh", "-c", script), 1000, CancellationToken.None);

    private async Task RunBatchAsync(int count)
    {
        IEnumerable<Task<CapturedOutput>> running = Enumerable.Range(0, count).Select(i => RunAsync($"echo {i}; exit {i % 50}"));
        CapturedOutput[] captured = await Task.WhenAll(running).WaitAsync(TestTimeouts.Default);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal((i % 50, EndedBy.Itself, 0), (captured[i].Exit.ExitCode, captured[i].Exit.EndedBy, captured[i].Exit.Survivors));
            Assert.Equal($"{i}\n", System.Text.Encoding.UTF8.GetString(captured[i].Output.Span));
        }
    }
}
