using System.Text.Json;
using Errand.Testing;

namespace Errand.Processes.Tests.Support;

/// <summary>A guarded supervisor with one worker, each a process of its own, started detached as the product does it.</summary>
internal sealed class SupervisedWorker : IAsyncDisposable
{
    private readonly ProcessMarker everything;

    private SupervisedWorker(TempDirectory directory, ProcessMarker everything)
    {
        Directory = directory;
        this.everything = everything;
    }

    public TempDirectory Directory { get; }

    public ProcessIdentity? Guard { get; private set; }

    public required ProcessIdentity Launched { get; init; }

    public ProcessIdentity Supervisor { get; private set; } = null!;

    public ProcessIdentity Worker { get; private set; } = null!;

    /// <summary>Starts it and waits until the worker says <c>ready</c> by a file of that name in the directory.</summary>
    public static async Task<SupervisedWorker> StartAsync(FakeScript worker, bool guarded = true, bool guardsItself = false, bool marked = false)
    {
        var directory = new TempDirectory();
        worker.Touch(directory["ready"]).Do("hang").Save(directory["worker.json"]);
        if (!guarded)
            directory.Write("unguarded", "");
        if (marked)
            directory.Write("marker", Guid.NewGuid().ToString("N"));

        ProcessCommand command = FakeWorker.Command(directory.Path, FakeWorker.Path, "supervise", directory.Path).WithMarker();
        var supervised = new SupervisedWorker(directory, command.Marker())
        {
            Launched = guarded && !guardsItself
                ? DetachedLauncher.StartGuarded(command, directory["log"], directory["log"])
                : DetachedLauncher.Start(command, directory["log"], directory["log"]),
        };
        await Wait.ForAsync(() => File.Exists(directory["ready"]) && File.Exists(directory["worker"]), "the worker is ready");
        supervised.Guard = guarded ? supervised.Launched : null;
        supervised.Supervisor = supervised.Read("supervisor");
        supervised.Worker = supervised.Read("worker");
        return supervised;
    }

    /// <summary>A process that a step wrote the id of.</summary>
    public Task<ProcessIdentity> ProcessInAsync(string file) => Marked.ProcessInAsync(Directory[file]);

    /// <summary>Interrupts the worker as a user would, and gives what the supervisor says of its end.</summary>
    public async Task<ProcessExit> StopAsync()
    {
        Directory.Write("stop", "");
        return JsonSerializer.Deserialize<ProcessExit>(await Wait.ForFileAsync(Directory["exit.json"]))!;
    }

    public async ValueTask DisposeAsync()
    {
        await everything.EndAllAsync(TestTimeouts.Default, CancellationToken.None);
        foreach (string file in System.IO.Directory.GetFiles(Directory.Path, "*.pid"))
        {
            if (ProcessIdentity.Of(int.Parse(await File.ReadAllTextAsync(file))) is { } left && left.IsAlive())
                System.Diagnostics.Process.GetProcessById(left.Pid).Kill();
        }

        Directory.Dispose();
    }

    private ProcessIdentity Read(string name) =>
        ProcessIdentity.TryParse(File.ReadAllText(Directory[name]), out ProcessIdentity? identity)
            ? identity
            : throw new InvalidDataException(name);
}
