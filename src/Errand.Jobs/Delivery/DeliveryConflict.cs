using Errand.Core;

namespace Errand.Jobs.Delivery;

/// <summary>A path that is neither as it was nor as it should become.</summary>
/// <param name="Path">The path.</param>
/// <param name="Reason">Why, as a part of a sentence.</param>
internal readonly record struct DeliveryConflict(string Path, string Reason)
{
    private const int MostListed = 20;

    /// <summary>The refusal: nothing was written.</summary>
    public static ErrandException Refuse(string what, string root, IReadOnlyCollection<DeliveryConflict> conflicts, string advice)
    {
        IEnumerable<string> listed = conflicts.Take(MostListed).Select(conflict => $"{Escaping.Quote(conflict.Path, '\'')} ({conflict.Reason})");
        string more = conflicts.Count > MostListed ? $" and {conflicts.Count - MostListed} more" : "";
        return new ErrandException(
            ErrorCatalog.DeliveryConflict,
            $"{what} in '{root}' collides with {(conflicts.Count == 1 ? "1 path" : $"{conflicts.Count} paths")}: {string.Join(", ", listed)}{more}. Nothing was changed. {advice}");
    }
}
