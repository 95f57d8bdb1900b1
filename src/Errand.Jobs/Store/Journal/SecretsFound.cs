using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>What looks like secrets in the lines that the captured change adds; an empty list takes back an earlier one.</summary>
public sealed record SecretsFound(IReadOnlyList<SecretFinding> Secrets) : JournalEntry;
