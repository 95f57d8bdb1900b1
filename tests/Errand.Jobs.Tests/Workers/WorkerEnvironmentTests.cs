using Errand.Jobs.Workers;

namespace Errand.Jobs.Tests.Workers;

public sealed class WorkerEnvironmentTests : IDisposable
{
    private readonly WorkerBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public void Nothing_of_the_users_environment_gets_through_that_nobody_named()
    {
        WorkerContext context = bench.WithUser(
            ("HOME", "/home/me"), ("SSH_AUTH_SOCK", "/run/agent"), ("AWS_SECRET_ACCESS_KEY", "x"), ("LD_PRELOAD", "/evil.so"), ("GIT_DIR", "/elsewhere"),
            ("LANG", "de_DE.UTF-8"), ("TZ", "Europe/Berlin"), ("USER", "me"), ("LOGNAME", "me"), ("SHELL", "/bin/zsh"));

        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["ERRAND_RUN"] = "token-1",
                ["HOME"] = bench["home"],
                ["LANG"] = "de_DE.UTF-8",
                ["LOGNAME"] = "me",
                ["NO_COLOR"] = "1",
                ["PATH"] = bench["bin"],
                ["SHELL"] = "/bin/zsh",
                ["TERM"] = "dumb",
                ["TMPDIR"] = bench["tmp"],
                ["TZ"] = "Europe/Berlin",
                ["USER"] = "me",
            },
            new SortedDictionary<string, string>(WorkerEnvironment.Of(context, new Dictionary<string, string>())));
    }

    [Fact]
    public void The_configuration_beats_the_driver_and_the_job_beats_both()
    {
        WorkerContext context = bench.WithUser(("PASSED", "from the user"), ("BOTH", "from the user")) with
        {
            Worker = bench.Context.Worker with
            {
                PassEnv = ["PASSED", "BOTH", "UNSET"],
                Env = new Dictionary<string, string> { ["BOTH"] = "from the configuration", ["RETRIES"] = "3", ["ERRAND_RUN"] = "forged" },
            },
        };

        Dictionary<string, string> variables = WorkerEnvironment.Of(context, new Dictionary<string, string> { ["RETRIES"] = "10", ["HOME"] = "/h" });

        Assert.Equal(("from the user", "from the configuration", "3", "token-1", "/h"), (variables["PASSED"], variables["BOTH"], variables["RETRIES"], variables["ERRAND_RUN"], variables["HOME"]));
        Assert.False(variables.ContainsKey("UNSET"));
    }

    [Theory]
    [InlineData(".:/usr/bin::bin:/bin", "/usr/bin:/bin")]
    [InlineData("node_modules/.bin", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")]
    [InlineData("", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")]
    public void Programs_are_never_looked_up_in_the_repository(string path, string expected) =>
        Assert.Equal(expected, WorkerEnvironment.SearchPath(bench.Context with { UserEnvironment = new Dictionary<string, string> { ["PATH"] = path } }));
}
