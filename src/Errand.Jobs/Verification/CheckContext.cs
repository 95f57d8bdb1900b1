using Errand.Core.Redaction;
using Errand.Jobs.Sandbox;
using Errand.Processes;

namespace Errand.Jobs.Verification;

/// <summary>Where and with what the checks of an attempt run. All paths are absolute.</summary>
public sealed record CheckContext
{
    /// <summary>
    /// The root of a clean tree that holds base and change set and nothing else. The checks run on it one after the other and in their order, so
    /// that a test can use what a build left there; nobody else uses it.
    /// </summary>
    public required string Directory { get; init; }

    /// <summary>HOME of the checks; made when missing. Not the worker's, which could hold configuration that makes every check pass.</summary>
    public required string HomeDirectory { get; init; }

    /// <summary>TMPDIR of the checks; made when missing.</summary>
    public required string TempDirectory { get; init; }

    /// <summary>Where each check's output is kept as <c>NAME.log</c>; made when missing.</summary>
    public required string LogDirectory { get; init; }

    /// <summary>The user's variables: for PATH and for where the user's tools are, and for nothing else.</summary>
    public required IReadOnlyDictionary<string, string> UserEnvironment { get; init; }

    /// <summary>The user's home, in which version managers keep the tools that PATH leads to.</summary>
    public required string UserHomeDirectory { get; init; }

    /// <summary>Variables that the configuration gives to checks; they win over all others.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>The variable by which the processes of a check are found, wherever they detach to.</summary>
    public required ProcessMarker Marker { get; init; }

    /// <summary>How a sandbox shows the tree. Default: the directory is on disk.</summary>
    internal CheckTree? Tree { get; init; }

    /// <summary>Makes of a check's command one that runs in a sandbox. Default: nothing holds it.</summary>
    public Func<ProcessCommand, SandboxedRun> Hold { get; init; } = SandboxedRun.Bare;

    /// <summary>Takes secrets out of what is kept of their output. Default: by the built-in rules.</summary>
    public Redactor Redactor { get; init; } = Redactor.BuiltIn;

    /// <summary>Longest run of a check that sets no limit of its own. Default 10 min.</summary>
    public TimeSpan DefaultTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest log of one check in bytes: half for the beginning, half for the end. Default 10 MB.</summary>
    public int LogLimit { get; init; } = 10_000_000;
}
