using Errand.Processes;

namespace Errand.Jobs.Workers;

/// <summary>How to start an attempt's worker.</summary>
/// <param name="Command">The command, with its complete environment.</param>
/// <param name="Files">Files that must exist before it starts.</param>
/// <param name="Secrets">Values that must be masked wherever the worker's output is kept or shown.</param>
public sealed record WorkerLaunch(ProcessCommand Command, IReadOnlyList<WorkerFile> Files, IReadOnlyList<string> Secrets);

/// <summary>A file for the worker's home, written with mode 0600.</summary>
/// <param name="Path">Absolute path below the worker's home or temp directory.</param>
/// <param name="Content">Its bytes.</param>
public sealed record WorkerFile(string Path, ReadOnlyMemory<byte> Content);
