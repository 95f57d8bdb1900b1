using System.Text.Json;
using Errand.Core;
using Errand.Jobs.Store;
using Errand.Processes;

namespace Errand.Jobs.Supervision;

/// <summary>Starts <c>errand supervise ID</c> as a detached process of this machine and notes its identity beside the job.</summary>
public sealed class LocalSupervisorLauncher(StateDirectory state, ErrandEnvironment environment) : ISupervisorLauncher
{
    public void Launch(JobId id)
    {
        JobPaths paths = state.Job(id);
        var variables = new Dictionary<string, string>(environment.Variables) { ["ERRAND_HOME"] = state.Root };
        // The guard never ends as a .NET program, and so would leave the runtime's debugger pipes in the temp directory for every job.
        variables.TryAdd("DOTNET_EnableDiagnostics", "0");
        var command = new ProcessCommand(environment.Executable, ["supervise", id.ToString()])
        {
            WorkingDirectory = paths.Directory,
            Environment = variables,
        };
        try
        {
            ProcessIdentity launched = DetachedLauncher.Start(command, DetachedLauncher.Nowhere, paths.SupervisorLog);
            DurableFile.Write(paths.Launch, JsonSerializer.SerializeToUtf8Bytes(launched, JournalJson.Default.ProcessIdentity));
        }
        catch (Exception cause) when (cause is ProcessStartException or IOException or UnauthorizedAccessException)
        {
            throw new ErrandException(
                ErrorCatalog.SupervisorNotStarted,
                $"The supervisor of {id} could not be started: {cause.Message.TrimEnd('.')}. Check that '{environment.Executable}' can be run, then retry the job.",
                cause);
        }
    }

    public bool IsRunning(JobId id)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(state.Job(id).Launch), JournalJson.Default.ProcessIdentity)?.IsAlive() ?? false;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
