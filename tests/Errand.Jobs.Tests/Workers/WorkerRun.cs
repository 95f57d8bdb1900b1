using Errand.Core;
using Errand.Jobs.Workers;

namespace Errand.Jobs.Tests.Workers;

/// <summary>A run of a worker, told line by line.</summary>
internal sealed class WorkerRun(IWorkerOutput output)
{
    // Reading touches no file: these paths need not exist.
    private static readonly WorkerContext Context = new()
    {
        Worker = new WorkerSpec { Name = "", Driver = "" },
        WorkspaceDirectory = "/w",
        WorkingDirectory = "/w",
        HomeDirectory = "/h",
        TempDirectory = "/t",
        PromptFile = "/p",
        Mode = JobMode.Write,
        UserEnvironment = new Dictionary<string, string>(),
        UserHomeDirectory = "/u",
        JobVariables = new Dictionary<string, string>(),
    };

    private readonly List<WorkerEvent> events = [];

    public static WorkerRun Start(WorkerSpec worker, WorkerPrompt prompt) => new(Open(worker, prompt));

    public static IWorkerOutput Open(WorkerSpec worker, WorkerPrompt prompt) =>
        new WorkerDrivers().Get(worker).OpenOutput(Context with { Worker = worker }, prompt);

    public IReadOnlyList<WorkerEvent> Events => events;

    public WorkerRun Out(params string[] lines) => Read(lines, isError: false);

    public WorkerRun Error(params string[] lines) => Read(lines, isError: true);

    public WorkerRun Truncated(string line)
    {
        events.AddRange(output.Read(new WorkerLine(line, IsError: false, IsTruncated: true)));
        return this;
    }

    public WorkerOutcome Exit(int code, StopReason reason = StopReason.Ended) => output.Finish(WorkerBench.Exit(code), reason);

    public WorkerOutcome Killed(int signal, StopReason reason = StopReason.Ended) => output.Finish(WorkerBench.Killed(signal), reason);

    private WorkerRun Read(string[] lines, bool isError)
    {
        foreach (string line in lines)
            events.AddRange(output.Read(new WorkerLine(line, isError, IsTruncated: false)));
        return this;
    }
}
