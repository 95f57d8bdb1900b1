namespace Errand.Processes;

/// <summary>What a short command printed, and how it ended.</summary>
/// <param name="Exit">How it ended.</param>
/// <param name="Output">Its standard output, cut at the limit.</param>
/// <param name="Error">The last bytes of its standard error as text, at most 64 KiB; bytes that are no UTF-8 become U+FFFD.</param>
/// <param name="OutputTruncated">Whether the output was longer than the limit.</param>
public sealed record CapturedOutput(ProcessExit Exit, ReadOnlyMemory<byte> Output, string Error, bool OutputTruncated);
