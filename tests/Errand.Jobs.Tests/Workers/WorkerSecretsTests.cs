using Errand.Core;
using Errand.Jobs.Workers;

namespace Errand.Jobs.Tests.Workers;

public sealed class WorkerSecretsTests
{
    [Fact]
    public void The_key_and_configured_variables_with_telling_names_are_masked()
    {
        var worker = new WorkerSpec
        {
            Name = "w",
            Driver = "generic",
            PassEnv = ["NUGET_TOKEN", "JAVA_HOME", "UNSET_KEY", "GITHUB_PAT", "MONKEY_DIR"],
            Env = new Dictionary<string, string> { ["db_password"] = "hunter2hunter2", ["TINY_KEY"] = "on", ["VERBOSE"] = "very-verbose" },
        };
        var environment = new Dictionary<string, string>(worker.Env) { ["NUGET_TOKEN"] = "nuget-0123", ["JAVA_HOME"] = "/usr/lib/jvm", ["GITHUB_PAT"] = "github-0123", ["MONKEY_DIR"] = "/opt/monkeys" };

        Assert.Equal(["nuget-0123", "github-0123", "hunter2hunter2", "sk-1"], WorkerSecrets.Of(worker, environment, "sk-1"));
    }
}
