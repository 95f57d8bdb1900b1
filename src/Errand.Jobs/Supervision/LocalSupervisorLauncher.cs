using System.Text.Json;
using Errand.Core;
using Errand.Jobs.Store;
using Errand.Processes;

namespace Errand.Jobs.Supervision;

/// <summary>Starts <c>errand supervise ID</c> as a detached process of this machine and notes its identity beside the job.</summary>
public sealed class LocalSupervisorLauncher(StateDirectory state, ErrandEnvironment environment) : ISupervisorLauncher
{
    /// <summary>The program's first argument, for a supervisor.</summary>
    public const string Verb = "supervise";

    /// <summary>In place of a job's id: it will be told which.</summary>
    public const string Standby = "--standby";

    public void Launch(JobId id)
    {
        JobPaths paths = state.Job(id);
        try
        {
            Note(paths, DetachedLauncher.StartGuarded(Command(id.ToString(), paths.Directory), DetachedLauncher.Nowhere, paths.SupervisorLog));
        }
        catch (Exception cause) when (cause is ProcessStartException or IOException or UnauthorizedAccessException)
        {
            throw new ErrandException(
                ErrorCatalog.SupervisorNotStarted,
                $"The supervisor of {id} could not be started: {cause.Message.TrimEnd('.')}. Check that '{environment.Executable}' can be run, then retry the job.",
                cause);
        }
    }

    /// <summary>Starts a supervisor that waits for a job; null = it could not be started, and whoever needs one will hear why.</summary>
    internal WaitingProcess? TryPrepare()
    {
        try
        {
            return DetachedLauncher.StartWaiting(Command(Standby, state.Root));
        }
        catch (Exception cause) when (cause is ProcessStartException or IOException)
        {
            return null;
        }
    }

    /// <summary>Gives a job to a supervisor that waits for one.</summary>
    /// <returns>Whether it was there to take it; the job is as it was if not.</returns>
    internal bool TryGive(JobId id, WaitingProcess waiting)
    {
        if (!waiting.TryTell(id.ToString()))
            return false;

        try
        {
            Note(state.Job(id), waiting.Identity);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // The job has its supervisor. Without the note a reader gives it a little time before it looks for it elsewhere.
            return true;
        }

        return true;
    }

    private ProcessCommand Command(string what, string directory)
    {
        var variables = new Dictionary<string, string>(environment.Variables) { ["ERRAND_HOME"] = state.Root };
        // The guard never ends as a .NET program, and so would leave the runtime's debugger pipes in the temp directory for every job.
        variables.TryAdd("DOTNET_EnableDiagnostics", "0");
        return new ProcessCommand(environment.Executable, [Verb, what]) { WorkingDirectory = directory, Environment = variables };
    }

    private static void Note(JobPaths paths, ProcessIdentity launched) =>
        DurableFile.Write(paths.Launch, JsonSerializer.SerializeToUtf8Bytes(launched, JournalJson.Default.ProcessIdentity));

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
