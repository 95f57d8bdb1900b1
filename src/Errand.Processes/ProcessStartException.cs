namespace Errand.Processes;

/// <summary>A program could not be started: it is missing, not executable, or its directory is gone.</summary>
public sealed class ProcessStartException(string fileName, string reason, Exception? innerException = null)
    : Exception($"'{fileName}' could not be started: {reason}.", innerException)
{
    public string FileName { get; } = fileName;
}
