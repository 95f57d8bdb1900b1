namespace Errand.Jobs.Delivery;

/// <summary>What a delivery did.</summary>
/// <param name="Changed">Paths that were written or removed.</param>
/// <param name="Unchanged">Paths that were as they should be already.</param>
public sealed record DeliveredFiles(IReadOnlyList<string> Changed, IReadOnlyList<string> Unchanged);
