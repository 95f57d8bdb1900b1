namespace Errand.Progress;

/// <summary>The user has left jobs that go on without him.</summary>
/// <param name="message">How to come back to them.</param>
internal sealed class UserLeft(string message) : OperationCanceledException(message);
