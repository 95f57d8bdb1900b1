namespace Errand.Core.Tests.Results;

/// <summary>Records with every field set.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.FromHours(1));

    public static JobReceipt FullReceipt() => new()
    {
        Id = new JobId(7),
        Label = "import-nulls",
        State = JobState.Review,
        Class = "worker_failed",
        Reason = "Judged.",
        Verdict = Verdict.Failed,
        Worker = "claude",
        Tier = "fast",
        Model = "deepseek-chat",
        Isolation = IsolationKind.Checkout,
        Sandbox = SandboxKind.Bubblewrap,
        Network = SandboxNetwork.Open,
        Attempt = 2,
        Reworks = 1,
        Apply = ApplyMode.Auto,
        Seconds = 84.25,
        SessionId = "3f0c",
        Base = new string('a', 40),
        Commit = new string('b', 40),
        Branch = "errand/import-nulls",
        Files = [new FileChange("b.cs", ChangeKind.Renamed, 12, 2, "a.cs"), new FileChange("logo.png", ChangeKind.Added, null, null)],
        Violations = [new Violation(".env", ViolationKind.Sensitive, "Added.")],
        Checks = [new CheckResult("unit", CheckStatus.Failed, 1, 12.5, 40, 1, "Expected 1, got 2."), new CheckResult("slow", CheckStatus.Infra, null, 600, null, null, "Timed out.")],
        Claim = "Done.",
        Usage = new ModelUsage(41_000, 30_000, 900),
        CostUsd = 0.02m,
        Cost = [new MoneyAmount(0.02m, "USD"), new MoneyAmount(0.1m, "CNY")],
        Calls = 12,
        Metering = Metering.Estimated,
        Budget = new Budget(200_000, new MoneyAmount(1.5m, "USD"), 30),
        Warnings = ["The worker tried again twice."],
        Alive = true,
        LastEventSeconds = 1.5,
        CreatedAt = Noon,
        StateAt = Noon.AddSeconds(84),
        Repository = "/home/me/shop",
        Workspace = "/home/me/.errand/jobs/j7/workspace",
    };

    public static JobSpec FullSpec() => new()
    {
        Id = new JobId(7),
        CreatedAt = Noon,
        WorkspaceOwner = new JobId(3),
        Host = "cli",
        Task = "Skip null rows.\n",
        Label = "import-nulls",
        Tier = "fast",
        Worker = new WorkerSpec
        {
            Name = "claude",
            Driver = "claude",
            Command = ["/usr/bin/claude"],
            Env = new Dictionary<string, string> { ["A"] = "b" },
            PassEnv = ["KEY"],
            Mounts = ["/usr"],
            Model = "deepseek-chat",
            Effort = "high",
            BaseUrl = "http://127.0.0.1:1",
            KeyEnv = "KEY",
            KeyFile = "/key",
            Profile = "p",
            Output = "jsonl",
            OwnLogin = true,
            UsesGateway = true,
            AllowedCommands = ["dotnet test"],
        },
        Repository = new RepositorySpec
        {
            Root = "/home/me/shop",
            CommonGitDirectory = "/home/me/shop/.git",
            Prefix = "src",
            BaseName = "HEAD",
            BaseCommit = new string('a', 40),
            Dirty = true,
        },
        Scope = ["src/**"],
        Deny = ["docs"],
        Checks = [new CheckSpec("unit", "dotnet test", TimeSpan.FromMinutes(3))],
        Mode = JobMode.Write,
        Isolation = IsolationKind.Inplace,
        Continue = new JobId(6),
        Session = new WorkerSession("s-6", new ModelUsage(10, 5, 1)),
        Apply = ApplyMode.Auto,
        Timeout = TimeSpan.FromHours(1),
        StallTimeout = TimeSpan.FromMinutes(10),
        Key = "k",
        Budget = new Budget(Tokens: 200_000),
    };
}
