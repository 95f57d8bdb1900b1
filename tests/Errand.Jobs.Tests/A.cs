using Errand.Core;

namespace Errand.Jobs.Tests;

/// <summary>Valid objects for tests that care about one part of them only.</summary>
internal static class A
{
    public static JobSpec JobSpec(JobId id) => new()
    {
        Id = id,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Host = "test",
        Task = "Do something.",
        Tier = "auto",
        Worker = new WorkerSpec { Name = "fake", Driver = "generic", Command = ["/bin/true"] },
        Repository = new RepositorySpec { Root = "/r", CommonGitDirectory = "/r/.git", Prefix = "", BaseName = "HEAD", BaseCommit = new string('0', 40), Dirty = false },
        Mode = JobMode.Write,
        Isolation = IsolationKind.Checkout,
        WorkspaceOwner = id,
        Apply = ApplyMode.Manual,
        Timeout = TimeSpan.FromMinutes(1),
        StallTimeout = TimeSpan.FromMinutes(1),
    };
}
