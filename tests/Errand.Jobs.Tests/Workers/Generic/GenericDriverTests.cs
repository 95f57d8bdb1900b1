using System.Text;
using Errand.Core;
using Errand.Jobs.Workers;

namespace Errand.Jobs.Tests.Workers.Generic;

public sealed class GenericDriverTests : IDisposable
{
    private readonly WorkerBench bench = new();
    private readonly IWorkerDriver driver = new WorkerDrivers().Get(new WorkerSpec { Name = "w", Driver = "generic" });

    public GenericDriverTests() => bench.Program("bin/agent", isNative: false);

    public void Dispose() => bench.Dispose();

    [Fact]
    public void A_command_is_run_as_it_is_configured_with_what_it_needs_to_know_in_variables()
    {
        WorkerContext context = bench.WithUser(("MY_KEY", "sk-12345678")) with
        {
            Worker = new WorkerSpec
            {
                Name = "w", Driver = "generic", Command = ["agent", "--quiet", "-"], Model = "m", Effort = "low", BaseUrl = "http://x", KeyEnv = "MY_KEY", Profile = "p",
                Env = new Dictionary<string, string> { ["MODE"] = "fast" },
            },
        };

        WorkerLaunch launch = Prepare(context, "/do -it\n", "s-1");

        Assert.Equal((bench["bin/agent"], bench["workspace"]), (launch.Command.FileName, launch.Command.WorkingDirectory));
        Assert.Equal(["--quiet", "-"], launch.Command.Arguments);
        Assert.Equal("/do -it\n", Encoding.UTF8.GetString(launch.Command.StandardInput.Span));
        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["ERRAND_BASE_URL"] = "http://x",
                ["ERRAND_EFFORT"] = "low",
                ["ERRAND_MODE"] = "write",
                ["ERRAND_MODEL"] = "m",
                ["ERRAND_MODEL_KEY"] = "sk-12345678",
                ["ERRAND_PROFILE"] = "p",
                ["ERRAND_PROMPT_FILE"] = bench["prompt.md"],
                ["ERRAND_RUN"] = "token-1",
                ["ERRAND_SESSION_ID"] = "s-1",
                ["ERRAND_WORKSPACE"] = bench["workspace"],
            },
            new SortedDictionary<string, string>(launch.Command.Environment.Where(entry => entry.Key.StartsWith("ERRAND_", StringComparison.Ordinal)).ToDictionary()));
        Assert.Equal("fast", launch.Command.Environment["MODE"]);
        Assert.Equal(["sk-12345678"], launch.Secrets);
    }

    [Fact]
    public void Nothing_is_asked_of_an_unknown_command() => Assert.Empty(driver.ProbeCommands(Command("agent")));

    [Theory]
    [InlineData(true, "auth \"own\"")]
    [InlineData(false, "commands")]
    public void What_it_cannot_hold_a_command_to_is_refused(bool ownLogin, string setting) => Assert.Equal(
        $"ERR5005 Worker 'w' has {setting}, which the generic driver cannot give to a command. Remove it.",
        Assert.Throws<ErrandException>(() => Prepare(
            bench.With(worker => worker with { Command = ["agent"], OwnLogin = ownLogin, AllowedCommands = ownLogin ? [] : ["git"] }), "task", sessionId: null)).Message);

    private WorkerContext Command(params string[] command) => bench.With(worker => worker with { Command = command });

    private WorkerLaunch Prepare(WorkerContext context, string prompt, string? sessionId) =>
        driver.Prepare(context, driver.ReadProbe(context, []), new WorkerPrompt(prompt, sessionId, ModelUsage.None));
}
