namespace Errand.Jobs.Workers;

/// <summary>A file for the worker's home, written with mode 0600.</summary>
/// <param name="Path">Absolute path below the worker's home or temp directory; its directory is made with mode 0700 when it is missing.</param>
/// <param name="Content">Its bytes.</param>
public sealed record WorkerFile(string Path, ReadOnlyMemory<byte> Content);
