using Errand.Core;
using Errand.Core.Forms;
using static Errand.Core.Forms.ObjectForm<Errand.Core.WorkerSpec>;

namespace Errand.Jobs.Configuration.Shape;

/// <summary>The keys below <c>workers.NAME</c>.</summary>
internal static class WorkerShape
{
    private const string OfTheCli = "the CLI's own";

    public static MapForm<WorkerSpec> Workers { get; } = new(
        "NAME",
        new ObjectForm<WorkerSpec>(
        [
            Key(
                "driver",
                Scalars.OneOf([.. ConfigurationRules.Drivers.Select(driver => (driver, driver))]),
                worker => worker.Driver.Length == 0 ? null : worker.Driver,
                (worker, value) => worker with { Driver = value },
                "What kind of program it is.",
                defaultText: "the worker's name, if that is `claude` or `codex`"),
            Key(
                "command",
                new ListForm<string>(TextForms.Argument),
                worker => worker.Command,
                (worker, value) => worker with { Command = value },
                "The program and its first arguments: an absolute path, one below ~/, or a name that is looked up in PATH.",
                defaultText: "the driver's CLI, from PATH"),
            Key(
                "env",
                new MapForm<string>("VARIABLE", TextForms.VariableValue, TextForms.VariablePattern(), TextForms.AllowedVariables, _ => null, SecretNames.IsSecret),
                worker => worker.Env,
                (worker, value) => worker with { Env = value },
                "Variables that are set for the worker. No secrets: see passEnv."),
            Key(
                "passEnv",
                new ListForm<string>(TextForms.VariableName),
                worker => worker.PassEnv,
                (worker, value) => worker with { PassEnv = value },
                "Names of variables of your own environment that are passed on to the worker; all others are withheld."),
            Key(
                "mounts",
                new ListForm<string>(Scalars.AbsolutePath),
                worker => worker.Mounts,
                (worker, value) => worker with { Mounts = value },
                "Paths outside the workspace that the sandbox shows to the worker, read-only."),
            Key(
                "network",
                Scalars.OneOf<SandboxNetwork>(),
                worker => worker.Network,
                (worker, value) => worker with { Network = value },
                "What the sandbox shows of the network: the model endpoint only, nothing, or all of it.",
                defaultText: "gateway"),
            Key(
                "model",
                TextForms.Setting,
                worker => worker.Model,
                (worker, value) => worker with { Model = value },
                "The model's name as the CLI takes it.",
                defaultText: OfTheCli),
            Key(
                "effort",
                TextForms.Setting,
                worker => worker.Effort,
                (worker, value) => worker with { Effort = value },
                "Reasoning effort as the CLI takes it, such as low, medium or high.",
                defaultText: OfTheCli),
            Key(
                "baseUrl",
                TextForms.Url,
                worker => worker.BaseUrl,
                (worker, value) => worker with { BaseUrl = value },
                "Base URL of the model endpoint.",
                defaultText: OfTheCli),
            Key(
                "keyEnv",
                TextForms.VariableName,
                worker => worker.KeyEnv,
                (worker, value) => worker with { KeyEnv = value },
                "Name of the variable of your environment that holds the endpoint's key."),
            Key(
                "keyFile",
                Scalars.AbsolutePath,
                worker => worker.KeyFile,
                (worker, value) => worker with { KeyFile = value },
                "A file whose text is the endpoint's key; instead of keyEnv."),
            Key(
                "profile",
                TextForms.Name,
                worker => worker.Profile,
                (worker, value) => worker with { Profile = value },
                "A profile of the CLI; driver codex only."),
            Key(
                "output",
                Scalars.OneOf(("text", "text"), ("jsonl", "jsonl")),
                worker => worker.Output,
                (worker, value) => worker with { Output = value },
                "How the program prints: lines of text, or a JSON object per line; driver generic only."),
            Key(
                "auth",
                Scalars.OneOf(("key", false), ("own", true)),
                worker => worker.OwnLogin,
                (worker, value) => worker with { OwnLogin = value },
                "Whether the CLI uses a key, or the login of your own CLI directory; drivers claude and codex only."),
            Key(
                "commands",
                new ListForm<string>(TextForms.Text),
                worker => worker.AllowedCommands,
                (worker, value) => worker with { AllowedCommands = value },
                "Commands that the worker may run, as prefixes such as `dotnet test`; driver claude only.",
                defaultText: "any"),
        ]),
        TextForms.NamePattern(),
        TextForms.AllowedNames,
        NewWorker);

    /// <summary>A worker before its keys are read: one that is called like a driver needs no driver.</summary>
    private static WorkerSpec NewWorker(string name) => new() { Name = name, Driver = name is "claude" or "codex" ? name : "" };
}
