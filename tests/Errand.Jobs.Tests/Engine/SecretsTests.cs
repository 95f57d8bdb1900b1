using Errand.Core;

namespace Errand.Jobs.Tests.Engine;

/// <summary>Secrets that a worker comes across or leaves behind.</summary>
public sealed class SecretsTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly JobEngine engine = new();

    /// <summary>Put together here, so that this file holds none.</summary>
    private readonly string token = "ghp_" + string.Concat(Enumerable.Repeat("a1B2c3D4e5F6", 3));

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public async Task A_secret_in_the_work_is_flagged_stays_in_the_patch_and_is_in_nothing_that_is_shown()
    {
        engine.Worker($"printf 'x\\nTOKEN={token}\\n' > b.env\necho 'I wrote {token} to b.env'");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with
        {
            Checks = [new CheckSpec("unit", "cat b.env", null)],
        }));

        Assert.Equal([new SecretFinding("b.env", 2, "github-pat")], receipt.Secrets);
        Assert.Equal(Verdict.Partly, receipt.Verdict);
        Assert.Equal("I wrote [redacted] to b.env", receipt.Claim);
        Assert.Equal(["patch.diff"], HoldersOf(token, receipt.Id));
    }

    [Fact]
    public async Task A_value_of_the_users_environment_that_is_a_secret_by_its_name_only_is_in_nothing_that_is_shown_either()
    {
        const string value = "open-sesame-4711";
        engine.Repository.SetVariable("DEPLOY_PASSWORD", value);
        engine.Worker($"echo {value} > b.txt\necho 'I found {value}'");

        JobReceipt receipt = await engine.RunAsync(engine.Request(request => request with
        {
            Checks = [new CheckSpec("unit", "echo \"not ok 1 - $(cat b.txt)\"; exit 1", null)],
            Revise = 1,
        }));

        Assert.Equal(Verdict.Failed, receipt.Verdict);
        Assert.Contains("[redacted]", receipt.Checks[0].Digest, StringComparison.Ordinal);
        Assert.Equal(["patch.diff", "patch.diff"], HoldersOf(value, receipt.Id));
    }

    private string[] HoldersOf(string secret, JobId id) =>
    [
        .. Directory.EnumerateFiles(engine.Paths(id).Directory, "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/git/", StringComparison.Ordinal) && !path.Contains("/workspace/", StringComparison.Ordinal) && File.ReadAllText(path).Contains(secret, StringComparison.Ordinal))
            .Select(path => Path.GetFileName(path)),
    ];
}
