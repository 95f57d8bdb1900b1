using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Sandbox;
using Errand.Jobs.Workspaces;

namespace Errand.Jobs.Verification;

/// <summary>Runs checks one after the other on a clean tree of their own, from the repository's objects and nothing else.</summary>
public sealed class CheckSeries(CheckRunner checks, CheckTrees trees, BaseCache cache, GitClient git, Sandboxes sandboxes, ErrandEnvironment environment)
{
    /// <summary>Makes a tree for checks to run on.</summary>
    /// <param name="place">Where.</param>
    /// <param name="tree">A commit or tree by its full name.</param>
    /// <param name="cancellationToken">Ends git.</param>
    internal Task<CheckTree> PrepareAsync(SeriesPlace place, string tree, CancellationToken cancellationToken) => trees.MakeAsync(place, tree, cancellationToken);

    /// <summary>Runs all of them.</summary>
    /// <param name="place">Where.</param>
    /// <param name="ready">The tree, which is disposed with the series.</param>
    /// <param name="series">The checks, in their order.</param>
    /// <param name="isRepeated">Whether a check that fails is run a second time, and is flaky if it passes then.</param>
    /// <param name="cancellationToken">Ends the check that runs; what it began is gone when this throws.</param>
    internal async Task<IReadOnlyList<ObservedCheck>> RunAsync(
        SeriesPlace place, Task<CheckTree> ready, IReadOnlyList<CheckSpec> series, bool isRepeated, CancellationToken cancellationToken)
    {
        try
        {
            using CheckTree tree = await ready;
            CheckContext first = await HoldAsync(place, tree, ".", cancellationToken);
            CheckContext second = await HoldAsync(place, tree, "again", cancellationToken);
            var results = new List<ObservedCheck>();
            foreach (CheckSpec check in series)
            {
                ObservedCheck observed = await checks.ObserveAsync(check, first, cancellationToken);
                if (observed.Result.Status == CheckStatus.Failed && isRepeated)
                    observed = Weigh(observed, await checks.ObserveAsync(check, second, cancellationToken));
                results.Add(observed);
            }

            return results;
        }
        finally
        {
            TreeMaterializer.Remove(place.Tree);
            TreeMaterializer.Remove(place.Home);
        }
    }

    /// <summary>What they show on a tree that other jobs have as well: from the cache, if it has all of them.</summary>
    internal async Task<IReadOnlyList<ObservedCheck>> RecallAsync(SeriesPlace place, string tree, IReadOnlyList<CheckSpec> series, CancellationToken cancellationToken)
    {
        string name = await git.ReadAsync(place.Repository.Command("rev-parse", "--verify", "--quiet", $"{tree}^{{tree}}"), cancellationToken);
        CheckContext context = place.ContextIn(environment, ".");
        IReadOnlyList<string> keys = BaseCache.Keys(
            place.LaidOver is { } directory ? $"{name}+{HiddenFiles.Fingerprint(directory)}" : name, [.. series.Select(check => check with { Timeout = check.Timeout ?? context.DefaultTimeout })],
            CheckEnvironment.OfEveryRun(context)
                .Append(KeyValuePair.Create("setup", place.Outputs?.Key ?? ""))
                .Append(KeyValuePair.Create("sandbox", $"{SnakeCase.Of((await sandboxes.ChooseAsync(cancellationToken)).Kind)} {SnakeCase.Of(sandboxes.CheckNetwork)}")));
        ObservedCheck?[] known = [.. keys.Select(cache.Find)];
        if (known.All(observed => observed is not null))
            return [.. series.Select((check, index) => known[index]! with { Result = known[index]!.Result with { Name = check.Name } })];

        IReadOnlyList<ObservedCheck> found = await RunAsync(place, PrepareAsync(place, name, cancellationToken), series, isRepeated: true, cancellationToken);
        foreach ((string key, ObservedCheck observed) in keys.Zip(found))
            cache.Keep(key, observed);
        return found;
    }

    private static ObservedCheck Weigh(ObservedCheck first, ObservedCheck second) =>
        second.Result.Status == CheckStatus.Passed ? first with { Result = first.Result with { Status = CheckStatus.Flaky } } : first;

    private Task<CheckContext> HoldAsync(SeriesPlace place, CheckTree tree, string logs, CancellationToken cancellationToken) =>
        sandboxes.HoldAsync(place.Job, place.ContextIn(environment, logs) with { Tree = tree }, sandboxes.CheckNetwork, environment.StateDirectory, cancellationToken);
}
