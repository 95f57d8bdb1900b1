namespace Errand.Jobs.Workers;

/// <summary>One line that a worker printed, without its line end.</summary>
/// <param name="Text">The line; bytes that are no UTF-8 are U+FFFD.</param>
/// <param name="IsError">Whether it came on standard error.</param>
/// <param name="IsTruncated">Whether the line was longer than the limit; the text is its beginning.</param>
public readonly record struct WorkerLine(string Text, bool IsError, bool IsTruncated);
