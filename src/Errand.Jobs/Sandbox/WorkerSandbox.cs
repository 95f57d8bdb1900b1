using Errand.Core;
using Errand.Jobs.Sandbox.Network;
using Errand.Jobs.Workers;
using Errand.Jobs.Workspaces;

namespace Errand.Jobs.Sandbox;

/// <summary>What an attempt's worker gets to see: its workspace, its home, its program, and the objects that its clone borrows.</summary>
internal static class WorkerSandbox
{
    /// <summary>TMPDIR in a sandbox that has a <c>/tmp</c> of its own.</summary>
    public const string Temp = "/tmp";

    public static SandboxSpec Of(WorkerContext context, WorkerLaunch launch, PreparedWorkspace workspace, WritablePlaces? places, string stateDirectory) => new()
    {
        Home = context.HomeDirectory,
        Network = context.Worker.Network,
        Endpoints = WorkerEndpoints.Of(context, launch),
        Mounts =
        [
            .. Programs(context, launch, workspace, stateDirectory),
            .. Directory.Exists(context.TempDirectory) && context.TempDirectory != Temp ? [BindMount.Writable(context.TempDirectory)] : Array.Empty<BindMount>(),
            BindMount.Writable(context.HomeDirectory),
            .. WorkspaceMounts.Of(workspace, isWritable: context.Mode == JobMode.Write, places),
            BindMount.ReadOnly(context.PromptFile),
            .. launch.Mounts,
        ],
    };

    private static IEnumerable<SandboxMount> Programs(WorkerContext context, WorkerLaunch launch, PreparedWorkspace workspace, string stateDirectory)
    {
        var programs = new ProgramMounts(context.UserHomeDirectory, [stateDirectory, workspace.Root, workspace.Repository.User.Root]);
        programs.AddSearchPath(WorkerEnvironment.SearchPath(context));
        programs.AddProgram(launch.Command.FileName);
        foreach (string argument in context.Worker.Command.Skip(1).Where(Path.IsPathFullyQualified).Concat(context.Worker.Mounts))
            programs.AddNamed(argument);
        return programs.Mounts;
    }
}
