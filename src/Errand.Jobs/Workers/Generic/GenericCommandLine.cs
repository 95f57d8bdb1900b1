using System.Text;
using Errand.Core;
using Errand.Jobs.Models;

namespace Errand.Jobs.Workers.Generic;

/// <summary>What a command of the configuration is given: variables and standard input. Its arguments are the configuration's alone.</summary>
internal static class GenericCommandLine
{
    /// <summary>The environment of the command: what Errand knows of the attempt is in <c>ERRAND_*</c>.</summary>
    public static Dictionary<string, string> Variables(WorkerContext context, string? key, string? sessionId)
    {
        WorkerSpec worker = context.Worker;
        var variables = new Dictionary<string, string>
        {
            ["ERRAND_MODE"] = SnakeCase.Of(context.Mode),
            ["ERRAND_PROMPT_FILE"] = context.PromptFile,
            ["ERRAND_WORKSPACE"] = context.WorkspaceDirectory,
        };
        foreach ((string name, string? value) in ((string, string?)[])
            [
                ("ERRAND_BASE_URL", worker.BaseUrl ?? context.Gateway?.OpenAiUrl), ("ERRAND_EFFORT", worker.Effort), ("ERRAND_MODEL", worker.Model), ("ERRAND_MODEL_KEY", key),
                ("ERRAND_PROFILE", worker.Profile), ("ERRAND_SESSION_ID", sessionId), .. GatewayVariables(context.Gateway),
            ])
        {
            if (value is not null)
                variables[name] = value;
        }

        return WorkerEnvironment.Of(context, variables);
    }

    /// <summary>The key that the configuration names; null = none.</summary>
    /// <exception cref="ErrandException">ERR5004: it cannot be read. ERR5005: the worker is asked for what no command can be held to.</exception>
    public static string? Key(WorkerContext context)
    {
        string? setting = context.Worker switch
        {
            { AllowedCommands.Count: > 0 } => "commands",
            { OwnLogin: true } => "auth \"own\"",
            _ => null,
        };
        return setting is null
            ? context.Gateway?.Token ?? WorkerKey.Read(context)
            : throw new ErrandException(
                ErrorCatalog.WorkerSettings, $"Worker '{context.Worker.Name}' has {setting}, which the generic driver cannot give to a command. Remove it.");
    }

    /// <summary>By the names that programs of both worlds look for.</summary>
    private static (string, string?)[] GatewayVariables(ModelEndpoint? gateway) => gateway is null ? [] :
    [
        ("ERRAND_MODEL_URL", gateway.OpenAiUrl), ("OPENAI_BASE_URL", gateway.OpenAiUrl), ("OPENAI_API_KEY", gateway.Token),
        ("ANTHROPIC_BASE_URL", gateway.AnthropicUrl), ("ANTHROPIC_AUTH_TOKEN", gateway.Token),
    ];

    public static byte[] Input(string prompt) => Encoding.UTF8.GetBytes(prompt);
}
