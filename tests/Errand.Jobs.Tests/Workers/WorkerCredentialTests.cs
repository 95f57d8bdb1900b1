using Errand.Core;
using Errand.Jobs.Workers;

namespace Errand.Jobs.Tests.Workers;

public sealed class WorkerCredentialTests : IDisposable
{
    private readonly WorkerBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_key_comes_from_a_variable_or_from_a_file_without_the_spaces_around_it()
    {
        string file = bench.Write("key", "\n sk-file \n");

        Assert.Equal("sk-env", Read(bench.WithUser(("MY_KEY", "sk-env\n")), worker => worker with { KeyEnv = "MY_KEY" }));
        Assert.Equal("sk-file", Read(bench.Context, worker => worker with { KeyFile = file }));
        Assert.Null(Read(bench.Context, worker => worker));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" \n", "is empty")]
    [InlineData("two words", "is not one line of plain text")]
    [InlineData("two\nlines", "is not one line of plain text")]
    [InlineData("schlüssel", "is not one line of plain text")]
    public void A_file_that_holds_no_key_is_refused_without_showing_what_it_holds(string content, string reason)
    {
        string file = bench.Write("key", content);

        string message = Refused(bench.Context, worker => worker with { KeyFile = file });

        Assert.StartsWith($"ERR5004 '{file}' {reason}. Write the key into", message, StringComparison.Ordinal);
        Assert.DoesNotContain("two", message.Replace(file, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_or_endless_file_is_refused()
    {
        Assert.Contains("does not exist", Refused(bench.Context, worker => worker with { KeyFile = bench["none"] }), StringComparison.Ordinal);
        string file = bench.Write("long", new string('x', 100_000));
        Assert.Contains("is too long for a key", Refused(bench.Context, worker => worker with { KeyFile = file }), StringComparison.Ordinal);
        Assert.Contains("does not exist", Refused(bench.Context, worker => worker with { KeyFile = bench["home"] }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_that_is_not_set_is_named() => Assert.StartsWith(
        "ERR5004 The variable 'MY_KEY', which worker 'w' names as keyEnv, is not set. Set it with `export MY_KEY=…`",
        Refused(bench.Context, worker => worker with { KeyEnv = "MY_KEY" }),
        StringComparison.Ordinal);

    [Fact]
    public void Two_credentials_are_refused_because_both_would_be_sent()
    {
        WorkerContext context = bench.WithUser(("MY_KEY", "sk"), ("OTHER", "sk"));

        Assert.Contains("more than one credential: OTHER, keyEnv.", Refused(context, worker => worker with { KeyEnv = "MY_KEY", PassEnv = ["OTHER"] }), StringComparison.Ordinal);
        Assert.Contains("keyEnv, auth \"own\"", Refused(context, worker => worker with { KeyEnv = "MY_KEY", OwnLogin = true }), StringComparison.Ordinal);
        Assert.Contains("both keyEnv 'MY_KEY' and keyFile '/f'", Refused(context, worker => worker with { KeyEnv = "MY_KEY", KeyFile = "/f" }), StringComparison.Ordinal);
        Assert.Null(Read(bench.Context, worker => worker with { PassEnv = ["OTHER"] }));
    }

    [Fact]
    public void The_users_login_is_never_sent_to_another_endpoint() => Assert.Equal(
        "ERR5005 Worker 'w' would send your own login to 'http://127.0.0.1:9/v1'. Remove baseUrl, or set auth to \"key\".",
        Refused(bench.Context, worker => worker with { OwnLogin = true }));

    [Fact]
    public void A_worker_without_any_credential_is_told_how_to_get_one() => Assert.Equal(
        "ERR5004 Worker 'w' has no credential. Name the variable of its API key as keyEnv, or set auth to \"own\" and log in with `log in`.",
        Refused(bench.Context, worker => worker with { BaseUrl = null }));

    private static string? Read(WorkerContext context, Func<WorkerSpec, WorkerSpec> change) =>
        WorkerCredential.ReadKey(context with { Worker = change(context.Worker) }, ["OTHER"], "log in");

    private static string Refused(WorkerContext context, Func<WorkerSpec, WorkerSpec> change) =>
        Assert.Throws<ErrandException>(() => Read(context, change)).Message;
}
