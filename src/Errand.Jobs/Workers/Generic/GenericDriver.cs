using Errand.Processes;

namespace Errand.Jobs.Workers.Generic;

/// <summary>Drives any command that reads a prompt and changes files, as the configuration describes it.</summary>
internal sealed class GenericDriver : IWorkerDriver
{
    private const string Remedy = "Give 'command' of that worker as a list that begins with the program, such as [\"/usr/bin/my-agent\", \"--quiet\"].";

    public string Name => "generic";

    public IReadOnlyList<ProcessCommand> ProbeCommands(WorkerContext context)
    {
        FindProgram(context);
        return [];
    }

    public IReadOnlyList<ProcessCommand> TrialCommands(WorkerContext context) => [];

    public WorkerCapabilities ReadProbe(WorkerContext context, IReadOnlyList<CapturedOutput> answers) =>
        new(FindProgram(context).Path, Version: null, new HashSet<string>());

    public WorkerLaunch Prepare(WorkerContext context, WorkerCapabilities capabilities, WorkerPrompt prompt)
    {
        string? key = GenericCommandLine.Key(context);
        Dictionary<string, string> environment = GenericCommandLine.Variables(context, key, prompt.SessionId);
        var command = new ProcessCommand(capabilities.Program, [.. context.Worker.Command.Skip(1)])
        {
            WorkingDirectory = context.WorkingDirectory,
            Environment = environment,
            StandardInput = GenericCommandLine.Input(prompt.Text),
        };
        return new WorkerLaunch(
            command, [WorkerEnvironment.GitConfiguration(context.HomeDirectory)], [], WorkerSecrets.Of(context.Worker, environment, key));
    }

    public IWorkerOutput OpenOutput(WorkerContext context, WorkerPrompt prompt) => new GenericOutput(context.Worker, prompt);

    private static WorkerProgram FindProgram(WorkerContext context) => WorkerProgram.Find(context, defaultName: null, Remedy);
}
