namespace Errand.Core;

/// <summary>An expected error: what happened, where, and what to do next, with an id that docs/errors.md explains.</summary>
public sealed class ErrandException : Exception
{
    /// <param name="error">The kind of error.</param>
    /// <param name="message">What happened to which value, and what to do; ends with a full stop; without the id.</param>
    /// <param name="innerException">The cause, when there is one.</param>
    public ErrandException(ErrorDefinition error, string message, Exception? innerException = null)
        : base($"{error.Id} {message}", innerException) => Error = error;

    public ErrorDefinition Error { get; }
}
