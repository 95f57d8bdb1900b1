using System.Globalization;

namespace Errand.Jobs.Store;

/// <summary>Where the parts of one job are.</summary>
public sealed class JobPaths(string directory)
{
    public string Directory { get; } = directory;

    public string Spec => Path.Combine(Directory, "spec.json");
    public string Journal => Path.Combine(Directory, "journal.jsonl");
    public string WriterLock => Path.Combine(Directory, "writer.lock");
    public string Receipt => Path.Combine(Directory, "receipt.json");
    public string TaskPage => Path.Combine(Directory, "task.md");

    /// <summary>Room for the end of a job on a full disk; there while the job is supervised.</summary>
    public string Reserve => Path.Combine(Directory, "reserve");

    public string ControlSocket => Path.Combine(Directory, "ctl.sock");

    /// <summary>The process that was started to supervise the job, before it has taken it.</summary>
    public string Launch => Path.Combine(Directory, "launch.json");

    /// <summary>What the supervisor itself prints; empty unless it crashes.</summary>
    public string SupervisorLog => Path.Combine(Directory, "supervisor.log");

    /// <summary>What the job's attempts used of each model.</summary>
    public string Usage => Path.Combine(Directory, "usage.json");

    /// <summary>The clone that the worker works in.</summary>
    public string Workspace => Path.Combine(Directory, "workspace");

    /// <summary>Held by the job that uses the workspace, since a continued job uses its forerunner's.</summary>
    public string WorkspaceLock => Path.Combine(Directory, "workspace.lock");

    /// <summary>What Errand remembers of the workspace as it was made.</summary>
    public string WorkspaceRecord => Path.Combine(Directory, "workspace.record");

    /// <summary>Errand's own git directory for the job.</summary>
    public string Git => Path.Combine(Directory, "git");

    /// <summary>The worker's HOME.</summary>
    public string Home => Path.Combine(Directory, "home");

    /// <summary>The worker's TMPDIR.</summary>
    public string Temp => Path.Combine(Directory, "tmp");

    /// <summary>The clean tree that checks run in.</summary>
    public string CheckTree => Path.Combine(Directory, "verify");

    /// <summary>HOME and TMPDIR of the checks.</summary>
    public string CheckHome => Path.Combine(Directory, "verify-home");

    /// <summary>The tree, the home and the temporary files of a reviewer while it reads.</summary>
    public string Review => Path.Combine(Directory, "review");

    /// <summary>The tree and the home that checks have on the base while the worker is at work.</summary>
    public string BaseTree => Path.Combine(Directory, "verify-base");

    public string BaseHome => Path.Combine(Directory, "verify-base-home");

    /// <summary>Files that hidden checks find beside the work.</summary>
    public string HiddenFiles => Path.Combine(Directory, "hidden");

    /// <summary>What the setup and the probe printed.</summary>
    public string Setup => Path.Combine(Directory, "setup");

    public AttemptPaths Attempt(int number) =>
        new(Path.Combine(Directory, "attempts", number.ToString(CultureInfo.InvariantCulture)));
}
