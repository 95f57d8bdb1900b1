using Errand.Core;
using Errand.Gateway.Scripted;
using Errand.Jobs.Probing;
using Errand.Jobs.Workers;
using Errand.Processes;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Workers;

/// <summary>
/// A real worker program behind its driver, as a supervisor would run it, against a scripted model. It is found by the links that npm made,
/// and whatever it tries to reach outside loopback is sent to where nobody is.
/// </summary>
internal sealed class RealWorker : IAsyncDisposable
{
    private readonly TempDirectory root = new();
    private readonly IWorkerDriver driver;
    private readonly ScriptedModel model;
    private WorkerCapabilities? capabilities;

    private RealWorker(string name, ScriptedModel model)
    {
        this.model = model;
        foreach (string directory in (string[])["home", "tmp", "user", "workspace/sub"])
            root.MakeDirectory(directory);
        root.Write("workspace/old.txt", "a\nb\nc\n");
        var worker = new WorkerSpec
        {
            Name = name,
            Driver = name,
            Model = "scripted",
            BaseUrl = name == "claude" ? model.AnthropicBaseUrl : model.OpenAIBaseUrl,
            KeyEnv = "MODEL_KEY",
            Env = new Dictionary<string, string> { ["HTTPS_PROXY"] = "http://127.0.0.1:9", ["NO_PROXY"] = "127.0.0.1" },
        };
        driver = new WorkerDrivers().Get(worker);
        Context = new WorkerContext
        {
            Worker = worker,
            WorkspaceDirectory = root["workspace"],
            WorkingDirectory = root["workspace"],
            HomeDirectory = root["home"],
            TempDirectory = root["tmp"],
            PromptFile = root["prompt.md"],
            Mode = JobMode.Write,
            UserEnvironment = new Dictionary<string, string>
            {
                ["PATH"] = $"{Path.Combine(ToolPaths.NodeModules, ".bin")}:/usr/local/bin:/usr/bin:/bin",
                ["MODEL_KEY"] = ScriptedModelOptions.DefaultToken,
            },
            UserHomeDirectory = root["user"],
            JobVariables = new Dictionary<string, string> { ["ERRAND_RUN"] = "run-token" },
        };
    }

    public WorkerContext Context { get; set; }

    public ScriptedModel Model => model;

    public string this[string path] => root[path];

    /// <param name="name">The driver.</param>
    /// <param name="turns">The turns of the script.</param>
    /// <param name="token">The credential that the endpoint asks for.</param>
    public static async Task<RealWorker> StartAsync(string name, string turns, string token = ScriptedModelOptions.DefaultToken) => new(
        name,
        await ScriptedModel.StartAsync(ModelScript.Parse($$"""{ "turns": [ {{turns}} ] }"""), new ScriptedModelOptions { Token = token }, CancellationToken.None));

    public void Write(string path, string text) => root.Write(path, text);

    public string Read(string path) => File.ReadAllText(root[path]);

    /// <summary>The files of the workspace.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(root["workspace"], "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(root["workspace"], file)).Order(StringComparer.Ordinal);

    /// <summary>Runs one attempt to its end.</summary>
    /// <param name="prompt">What it is told.</param>
    /// <param name="earlier">The attempt whose session it goes on with.</param>
    /// <param name="interrupt">When done, the worker is interrupted as by a cancel.</param>
    public async Task<WorkerAttempt> RunAsync(string prompt, WorkerOutcome? earlier = null, Task? interrupt = null)
    {
        root.Write("prompt.md", prompt);
        capabilities ??= await ProbeAsync();
        var told = new WorkerPrompt(prompt, earlier?.SessionId, earlier?.SessionUsage ?? ModelUsage.None);
        WorkerLaunch launch = driver.Prepare(Context, capabilities, told);
        foreach (WorkerFile file in launch.Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
            await File.WriteAllBytesAsync(file.Path, file.Content);
        }

        foreach (WorkerLink link in launch.Links)
            File.CreateSymbolicLink(link.Path, link.Target);
        return await WorkerAttempt.RunAsync(launch.Command, driver.OpenOutput(Context, told), interrupt);
    }

    public async ValueTask DisposeAsync()
    {
        await model.DisposeAsync();
        root.Dispose();
    }

    private async Task<WorkerCapabilities> ProbeAsync()
    {
        using var timeout = new CancellationTokenSource(TestTimeouts.Default);
        return await new WorkerProber(new ProcessRunner(TimeProvider.System), cache: null).AskAsync(driver, Context, timeout.Token);
    }
}
