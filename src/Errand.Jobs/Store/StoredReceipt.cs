using Errand.Core;

namespace Errand.Jobs.Store;

/// <summary>What <c>receipt.json</c> holds: the receipt, and how long the journal was that it was made from, so that an outdated one is noticed.</summary>
internal sealed record StoredReceipt(long JournalBytes, JobReceipt Receipt);
