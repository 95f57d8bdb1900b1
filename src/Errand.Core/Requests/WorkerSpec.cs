namespace Errand.Core;

/// <summary>A worker as the configuration and the tier resolved it; holds no secret, only the names of variables.</summary>
public sealed record WorkerSpec
{
    /// <summary>Its name in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary><c>claude</c>, <c>codex</c> or <c>generic</c>.</summary>
    public required string Driver { get; init; }

    /// <summary>The program and its first arguments; empty = the driver looks for its CLI on PATH.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Variables set for the worker beside the driver's own. Values are shown to nobody.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of variables that are passed on from the supervisor's environment, such as an API key's.</summary>
    public IReadOnlyList<string> PassEnv { get; init; } = [];

    /// <summary>Absolute paths that its sandbox shows to the worker read-only.</summary>
    public IReadOnlyList<string> Mounts { get; init; } = [];

    /// <summary>What its sandbox shows of the network. Default: its model endpoint.</summary>
    public SandboxNetwork Network { get; init; }

    /// <summary>The model's name as the CLI takes it; null = the CLI's own default.</summary>
    public string? Model { get; init; }

    /// <summary>Reasoning effort as the CLI takes it; null = the CLI's own default.</summary>
    public string? Effort { get; init; }

    /// <summary>Base URL of the model endpoint as the CLI's own settings take it; null = the CLI's own default.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Name of the variable in the supervisor's environment that holds the key for <see cref="BaseUrl"/>; null = none.</summary>
    public string? KeyEnv { get; init; }

    /// <summary>Absolute path of a file whose trimmed text is the key for <see cref="BaseUrl"/>; null = none.</summary>
    public string? KeyFile { get; init; }

    /// <summary>A profile of the CLI (Codex: <c>-p</c>); null = none.</summary>
    public string? Profile { get; init; }

    /// <summary>How a generic worker prints: <c>text</c> or <c>jsonl</c>.</summary>
    public string Output { get; init; } = "text";

    /// <summary>Whether the worker uses the login of the user's own CLI directory instead of an empty one.</summary>
    public bool OwnLogin { get; init; }

    /// <summary>Whether its model calls go through Errand's own gateway, which knows <see cref="Model"/>: it then needs no endpoint and no key.</summary>
    public bool UsesGateway { get; init; }

    /// <summary>Commands that the worker may run: prefixes such as <c>dotnet test</c>; empty = any.</summary>
    public IReadOnlyList<string> AllowedCommands { get; init; } = [];
}
