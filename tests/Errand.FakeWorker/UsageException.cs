namespace Errand.FakeWorker;

/// <summary>A script that makes no sense: the test is wrong, not the program under test.</summary>
internal sealed class UsageException(string message) : Exception(message);
