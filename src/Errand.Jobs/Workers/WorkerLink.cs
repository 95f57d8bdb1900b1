namespace Errand.Jobs.Workers;

/// <summary>A symbolic link in the worker's home to a file of the user, such as a login that the CLI itself keeps fresh.</summary>
/// <param name="Path">Absolute path of the link, below the worker's home.</param>
/// <param name="Target">Absolute path of the user's file.</param>
public sealed record WorkerLink(string Path, string Target);
