namespace Errand.Gateway.Ledger;

/// <summary>What is known of a call before it is made.</summary>
/// <param name="Model">The model's name at the upstream: the key of the price table.</param>
/// <param name="InputTokens">Estimated; images count as images.</param>
/// <param name="OutputTokens">The most that the request allows as the upstream gets it; 0 = it does not say.</param>
public readonly record struct CallEstimate(string Model, long InputTokens, long OutputTokens);
