namespace Errand.Gateway.Translation;

/// <summary>Why a call did not come to a proper end. Ledger, log and the client's answer all derive from it.</summary>
/// <param name="Kind">Leg and cause.</param>
/// <param name="Status">HTTP status for the client, 400 to 599.</param>
/// <param name="Message">For the client: redacted, without stack traces.</param>
/// <param name="Code">The code of the client's dialect, where it has one that the client acts on (<c>insufficient_quota</c>, <c>context_length_exceeded</c>); else null.</param>
/// <param name="RetryAfter">Passed on to the client when set.</param>
public sealed record GatewayFault(FaultKind Kind, int Status, string Message, string? Code = null, TimeSpan? RetryAfter = null);
