namespace Errand.Core.Redaction;

/// <summary>Where a secret is.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The byte after its last.</param>
/// <param name="Rule">What it was recognized by: a rule's id, <see cref="KnownValues.Rule"/> or <see cref="PrivateKeys.Rule"/>.</param>
public readonly record struct SecretSpan(int Start, int End, string Rule);
