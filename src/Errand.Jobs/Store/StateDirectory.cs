using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>The state directory, <c>$ERRAND_HOME</c>: where things are, and whether they can be written.</summary>
public sealed class StateDirectory(string root)
{
    /// <summary>Free space below which no job is started, in bytes: room for the records of a job and a small workspace.</summary>
    public const long MinimumFreeBytes = 64L << 20;

    /// <summary>What directories of trials among the snapshots begin with.</summary>
    internal const string TrialPrefix = ".trial-";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Root { get; } = root;

    public string Configuration => Path.Combine(Root, "config.json");
    public string Jobs => Path.Combine(Root, "jobs");
    public string Run => Path.Combine(Root, "run");
    public string Keys => Path.Combine(Run, "keys");
    public string Slots => Path.Combine(Run, "slots");
    public string Locks => Path.Combine(Run, "locks");
    public string Cache => Path.Combine(Root, "cache");

    /// <summary>Trees of commits, shared by the overlay workspaces of all jobs.</summary>
    public string Snapshots => Path.Combine(Root, "snapshots");
    public string StartLock => Path.Combine(Run, "start.lock");
    public string LastNumber => Path.Combine(Run, "last-job");

    public JobPaths Job(JobId id) => new(Path.Combine(Jobs, id.ToString()));

    /// <summary>Makes the directories that are missing, open to their owner only.</summary>
    /// <exception cref="ErrandException">They cannot be made, or others than their owner may write in them.</exception>
    public void Ensure()
    {
        try
        {
            Directory.CreateDirectory(Root, OwnerOnly);
            RequirePrivate();
            foreach (string directory in (string[])[Jobs, Run, Keys, Slots, Locks, Snapshots])
                Directory.CreateDirectory(directory, OwnerOnly);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ErrandException(
                ErrorCatalog.StateDirectoryUnusable,
                $"The state directory '{Root}' cannot be made: {cause.Message.TrimEnd('.')}. Make it writable, or set ERRAND_HOME to another directory.",
                cause);
        }
    }

    /// <summary>Who can write here decides which programs run as this user: the configuration names them.</summary>
    private void RequirePrivate()
    {
        const UnixFileMode others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        UnixFileMode mode = File.GetUnixFileMode(Root);
        if ((mode & others) != 0)
        {
            throw new ErrandException(
                ErrorCatalog.StateDirectoryUnusable,
                $"The state directory '{Root}' can be written by others than its owner (mode {Convert.ToString((int)mode, 8)}). Make it private with `chmod 700`, or set ERRAND_HOME to another directory.");
        }
    }

    /// <summary>Refuses when there is too little room for a job, before anything of it is made.</summary>
    /// <exception cref="ErrandException">The file system is nearly full.</exception>
    public void RequireRoom()
    {
        long free = new DriveInfo(Root).AvailableFreeSpace;
        if (free < MinimumFreeBytes)
        {
            throw new ErrandException(
                ErrorCatalog.StateDirectoryFull,
                $"The state directory '{Root}' has {free >> 20} MiB free and a job needs {MinimumFreeBytes >> 20}. Free some space (`errand gc` shows what can go), or set ERRAND_HOME to another file system.");
        }
    }
}
