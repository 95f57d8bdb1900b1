using System.Text.Json.Nodes;
using Errand.Core;
using Errand.Gateway.Scripted;
using Errand.Jobs;
using Errand.Jobs.Supervision;

namespace Errand.Trials;

/// <summary>
/// The real engine on a state directory, a repository and a model endpoint that exist for one occasion: nothing of the user's is read or
/// written but the worker programs, nothing leaves this machine, nothing costs money. Disposing ends what still runs and removes it all.
/// </summary>
internal sealed class Trial : IAsyncDisposable
{
    /// <summary>Who asks and decides, in journals.</summary>
    public const string By = "trial";

    // Names the token of the scripted model, as a variable of the user's would name a real key.
    private const string KeyVariable = "SCRIPTED_MODEL_TOKEN";

    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(15);

    private readonly ErrandEnvironment environment;
    private readonly TimeProvider clock;
    private readonly ScratchDirectory scratch;
    private readonly ISupervisorLauncher launcher;
    private readonly bool isKept;

    private Trial(ScratchDirectory scratch, ErrandEnvironment environment, TimeProvider clock, ScriptedModel model, TrialSetup setup)
    {
        this.scratch = scratch;
        this.environment = environment;
        this.clock = clock;
        isKept = setup.Keep;
        Workers = setup.Workers;
        Model = model;
        var composition = new Composition(environment, clock);
        Repository = new ScratchRepository(scratch["repository"], composition.Git);
        Jobs = composition.CreateJobService();
        launcher = composition.Launcher;
    }

    public string Root => scratch.Path;

    public string StateDirectory => environment.StateDirectory;

    public IReadOnlyList<TrialWorker> Workers { get; }

    public ScratchRepository Repository { get; }

    public ScriptedModel Model { get; }

    public JobService Jobs { get; }

    /// <summary>Why something of the trial is left after it was disposed; null = nothing is.</summary>
    public string? Leftover { get; private set; }

    /// <summary>Makes everything but the repository's content.</summary>
    /// <param name="setup">What is tried.</param>
    /// <param name="environment">The user's environment, for the program itself, PATH and the like.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Leaves nothing.</param>
    /// <exception cref="ErrandException">There is no room for it.</exception>
    public static async Task<Trial> StartAsync(TrialSetup setup, ErrandEnvironment environment, TimeProvider clock, CancellationToken cancellationToken)
    {
        ScratchDirectory scratch = ScratchDirectory.Make(setup.Purpose, environment);
        ScriptedModel? model = null;
        try
        {
            string state = scratch.MakeDirectory("state");
            ErrandEnvironment own = environment with
            {
                StateDirectory = state,
                WorkingDirectory = scratch.MakeDirectory("repository"),
                HomeDirectory = scratch.MakeDirectory("home"),
                Variables = Variables(environment, scratch, setup.FurtherPath),
            };
            model = await ScriptedModel.StartAsync(ModelScript.Parse(setup.Script), new ScriptedModelOptions { Clock = clock }, cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(state, "config.json"), Configuration(setup, model), cancellationToken);
            return new Trial(scratch, own, clock, model, setup);
        }
        catch
        {
            if (model is not null)
                await model.DisposeAsync();
            await scratch.RemoveAsync(clock);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await EndJobsAsync();
        }
        finally
        {
            await Model.DisposeAsync();
            if (!isKept)
                Leftover = await scratch.RemoveAsync(clock);
        }
    }

    /// <summary>Cancels what still runs, and waits for the supervisors: each still writes the receipt when its job is over.</summary>
    private async Task EndJobsAsync()
    {
        using var limit = new CancellationTokenSource(EndPatience, clock);
        try
        {
            foreach (JobReceipt receipt in Jobs.List().Receipts.Where(receipt => JobTransitions.IsLive(receipt.State)))
                await Jobs.CancelAsync(receipt.Id, CancelReason.UserRequested, By, limit.Token);
            while (Jobs.List().Receipts.Any(receipt => launcher.IsRunning(receipt.Id)))
                await Task.Delay(TimeSpan.FromMilliseconds(20), clock, limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Leftover = "a job did not end in time";
        }
        catch (ErrandException fault)
        {
            Leftover = fault.Message;
        }
    }

    private static Dictionary<string, string> Variables(ErrandEnvironment environment, ScratchDirectory scratch, string? furtherPath)
    {
        // Settings of Errand itself would win over the trial's configuration.
        Dictionary<string, string> variables = environment.Variables
            .Where(variable => !variable.Key.StartsWith("ERRAND_", StringComparison.Ordinal))
            .ToDictionary(StringComparer.Ordinal);
        variables["HOME"] = scratch["home"];
        variables[KeyVariable] = ScriptedModelOptions.DefaultToken;
        if (furtherPath is not null)
            variables["PATH"] = variables.TryGetValue("PATH", out string? path) && path.Length > 0 ? $"{path}:{furtherPath}" : furtherPath;
        return variables;
    }

    private static string Configuration(TrialSetup setup, ScriptedModel model)
    {
        var workers = new JsonObject();
        foreach (TrialWorker worker in setup.Workers)
        {
            var entry = new JsonObject
            {
                ["driver"] = worker.Driver,
                ["model"] = worker.Model ?? "scripted",
                ["baseUrl"] = worker.Driver == "claude" ? model.AnthropicBaseUrl : model.OpenAIBaseUrl,
                ["keyEnv"] = KeyVariable,
            };
            if (worker.Command.Count > 0)
                entry["command"] = new JsonArray([.. worker.Command.Select(part => (JsonNode)part)]);
            if (worker.Effort is not null)
                entry["effort"] = worker.Effort;
            if (worker.SearchPath is not null)
                entry["env"] = new JsonObject { ["PATH"] = worker.SearchPath };
            workers[worker.Name] = entry;
        }

        // What the scripted model says is harmless, and whether there is a sandbox is examined apart.
        var isolation = new JsonObject { ["minimum"] = "none", ["maximum"] = SnakeCase.Of(setup.Strongest) };
        return new JsonObject { ["isolation"] = isolation, ["workers"] = workers, ["defaultWorker"] = setup.Workers[0].Name }.ToJsonString();
    }
}
