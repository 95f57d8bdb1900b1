namespace Errand.Processes;

/// <summary>A line that a process printed, without its line end (LF or CRLF).</summary>
/// <param name="Text">The line as it came, control characters and NUL included; bytes that are no UTF-8 are U+FFFD.</param>
/// <param name="IsTruncated">Whether the line was longer than the limit; the text is its beginning, cut between characters.</param>
public readonly record struct OutputLine(string Text, bool IsTruncated);
