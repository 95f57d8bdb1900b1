namespace Errand.Gateway.Ledger;

/// <summary>What is known of a call before it is made.</summary>
/// <param name="Model">The model's name at the upstream: the key of the price table.</param>
/// <param name="InputTokens">Estimated from the body's size.</param>
/// <param name="OutputTokens">The most that the client allows; 0 = it did not say.</param>
public readonly record struct CallEstimate(string Model, long InputTokens, long OutputTokens);
