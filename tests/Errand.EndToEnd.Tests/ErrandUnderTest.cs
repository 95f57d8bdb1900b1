using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Errand.Core;
using Errand.Testing;

namespace Errand.EndToEnd.Tests;

/// <summary>The real program with a state directory, a home and a repository of its own, driven as a person or a program drives it.</summary>
internal sealed class ErrandUnderTest : IAsyncDisposable
{
    private readonly TempDirectory directory = new();

    public ErrandUnderTest()
    {
        Home = Path.Combine(directory.Path, "home");
        State = Path.Combine(directory.Path, "state");
        StateSeen = State;
        Directory.CreateDirectory(Home);
        Directory.CreateDirectory(State);
        Repository = new UserRepository(Path.Combine(directory.Path, "repo"));
        ConfigureWorkers(("fake", FakeWorker.Nothing));
    }

    public static string Program => ToolPaths.Errand;

    public string Root => directory.Path;
    public string Home { get; }
    public string State { get; }
    public UserRepository Repository { get; }

    /// <summary>Where the test sees the state directory: elsewhere when it is on a file system that only <c>errand</c> has mounted.</summary>
    public string StateSeen { get; set; }

    /// <summary>A program and its first arguments that run <c>errand</c>, such as inside another mount namespace; empty = none.</summary>
    public IReadOnlyList<string> Through { get; set; } = [];

    public string JobDirectory(string id) => Path.Combine(StateSeen, "jobs", id);

    /// <summary>Where a file is that the job's worker has made in its private tree.</summary>
    public string WorkFile(string id, string path)
    {
        string workspace = Path.Combine(JobDirectory(id), "workspace");
        string upper = Path.Combine(workspace, "upper");
        return Path.Combine(Directory.Exists(upper) ? upper : workspace, path);
    }

    /// <summary>Variables of every <c>errand</c> that the test starts.</summary>
    public Dictionary<string, string> Environment => new()
    {
        ["PATH"] = System.Environment.GetEnvironmentVariable("PATH")!,
        ["HOME"] = Home,
        ["ERRAND_HOME"] = State,
        ["DOTNET_ROOT"] = System.Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "",
    };

    /// <summary>Variables that a test sets or sets otherwise.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Writes a configuration whose workers are fake ones.</summary>
    public void ConfigureWorkers(params (string Name, FakeScript Script)[] workers)
    {
        var entries = new JsonObject();
        bool reachesOut = false;
        foreach ((string name, FakeScript script) in workers)
        {
            reachesOut |= script.Steps.Any(step => step.Any(argument => argument.StartsWith(directory.Path, StringComparison.Ordinal)));
            string file = script.Save(Path.Combine(directory.Path, $"{name}.script.json"));
            entries[name] = new JsonObject { ["driver"] = "generic", ["command"] = new JsonArray(FakeWorker.Path, "play", file) };
        }

        var configuration = new JsonObject { ["workers"] = entries, ["defaultWorker"] = workers[0].Name };
        // A worker that touches files of the test, to be told when to go on or to do what a sandbox prevents, is not held by one.
        if (reachesOut)
            configuration["isolation"] = new JsonObject { ["minimum"] = "none", ["maximum"] = "none" };
        Configure(configuration);
    }

    public void Configure(JsonObject configuration) =>
        File.WriteAllText(Path.Combine(StateSeen, "config.json"), configuration.ToJsonString());

    /// <summary>Runs <c>errand</c> to its end.</summary>
    public async Task<CommandResult> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TestTimeouts.Default);
        await process.WaitForExitAsync(patience.Token);
        return new CommandResult(process.ExitCode, await output, await error);
    }

    public Process Start(params string[] arguments)
    {
        string[] line = [.. Through, Program, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in Environment.Concat(Variables))
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Starts a job and gives its id at once.</summary>
    public async Task<string> StartJobAsync(string task, params string[] options)
    {
        CommandResult result = await RunAsync(["run", task, "--detach", "--json", .. options]);
        Assert.True(result.ExitCode is 0 or 3, result.ToString());
        return JsonNode.Parse(result.Output)!["id"]!.GetValue<string>();
    }

    /// <summary>Runs a job until it is settled.</summary>
    public async Task<JobReceipt> RunJobAsync(string task, params string[] options)
    {
        string id = await StartJobAsync(task, options);
        return await SettledAsync(id);
    }

    public async Task<JobReceipt> ShowAsync(string id)
    {
        CommandResult result = await RunAsync("show", id, "--json");
        Assert.True(result.ExitCode == 0, result.ToString());
        return JsonSerializer.Deserialize(result.Output, CoreJson.Default.JobReceipt)!;
    }

    public async Task<JobReceipt> SettledAsync(string id)
    {
        JobReceipt? receipt = null;
        await Wait.ForAsync(async () => !JobTransitions.IsLive((receipt = await ShowAsync(id)).State), $"{id} is settled");
        return receipt!;
    }

    /// <summary>Processes that carry this state directory in their environment or command line: what a job left running.</summary>
    public IReadOnlyList<string> LiveProcesses() => ProcessList.Mentioning(directory.Path);

    public async ValueTask DisposeAsync()
    {
        foreach (int pid in ProcessList.PidsMentioning(directory.Path))
            ProcessList.Kill(pid);
        await Wait.ForAsync(() => ProcessList.PidsMentioning(directory.Path).Count == 0, "all processes of the test are gone");
        directory.Dispose();
    }
}
