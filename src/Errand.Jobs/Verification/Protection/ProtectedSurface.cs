using System.Text;
using Errand.Core;
using Errand.Jobs.Git;

namespace Errand.Jobs.Verification;

/// <summary>Tells what work changed of tests, CI, configuration and lock files, and makes the trees that judge the rest without it.</summary>
public sealed class ProtectedSurface(TreeObjects objects)
{
    /// <summary>Whether anything of it can have been changed, as the paths alone tell: most work is done with that.</summary>
    internal static bool Concerns(IReadOnlyList<FileChange> changes, IReadOnlyList<CheckSpec> checks) =>
        changes.SelectMany(change => new[] { change.Path, change.OldPath }).OfType<string>()
            .Any(path => path.Ends(".rs") || checks.Any(check => check.Command.Holds(path)) || ProtectedPaths.ClassOf(path) is not null);

    /// <param name="repository">Errand's own git directory of the job.</param>
    /// <param name="from">The base, a commit or tree by its full name.</param>
    /// <param name="to">The work.</param>
    /// <param name="checks">The job's checks, hidden ones too.</param>
    /// <param name="allow">What the job may change.</param>
    /// <param name="cancellationToken">Ends git.</param>
    internal async Task<ProtectedWork> LookAsync(
        JobRepository repository, string from, string to, IReadOnlyList<CheckSpec> checks, IReadOnlyList<ProtectedClass> allow, CancellationToken cancellationToken)
    {
        IReadOnlyList<PathDelta> deltas = await objects.CompareAsync(repository, from, to, cancellationToken);
        HashSet<string> files = [.. (await objects.ListAsync(repository, from, cancellationToken)).Select(entry => entry.Path)];
        Dictionary<string, ProtectedClass> named = CheckFiles.Of(checks, files);
        (PathDelta Delta, ProtectedClass? Class)[] classed = [.. deltas.Select(delta => (delta, named.TryGetValue(delta.Path, out ProtectedClass known) ? known : ProtectedPaths.ClassOf(delta.Path)))];

        string[] wanted = [.. classed.Where(item => item.Class is not null || item.Delta.Path.Ends(".rs")).SelectMany(item => Ids(item.Delta)).Distinct()];
        Dictionary<string, string> texts = await objects.ReadAsync(repository, wanted, cancellationToken);
        bool movesDependencies = classed.Any(item => item.Class == ProtectedClass.Config && item.Delta is { IsAdded: false, IsDeleted: false });
        PathVerdict[] verdicts = [.. classed.Select(item => PathVerdict.Of(item.Delta, item.Class, Text(item.Delta, item.Delta.OldMode, item.Delta.OldId, texts), Text(item.Delta, item.Delta.NewMode, item.Delta.NewId, texts), files, movesDependencies))];
        if (verdicts.All(verdict => verdict.Class is null))
            return ProtectedWork.None;

        PathVerdict[] guarded = [.. verdicts.Where(verdict => verdict.Class is { } protectedClass && !allow.Contains(protectedClass))];
        TreeEntry[] restoring = await EditsAsync(repository, guarded.Where(verdict => !verdict.Restoration.KeepsWork), verdict => verdict.Restoration.Text, toBase: true, cancellationToken);
        TestBalance balance = TestBalance.Of(verdicts);
        PathVerdict[] tests = [.. guarded.Where(verdict => verdict.Class == ProtectedClass.Tests)];
        bool onlyTests = verdicts.All(verdict => verdict is { Class: ProtectedClass.Tests, HasOtherCode: false });
        return new ProtectedWork
        {
            Changes = [.. verdicts.Where(verdict => verdict is { Class: not null, Summary: not null }).Select(verdict => new ProtectedChange(verdict.Delta.Path, verdict.Class!.Value, verdict.Summary!, verdict.IsAdditive))],
            Restored = restoring.Length == 0 ? null : await objects.ComposeAsync(repository, to, restoring, cancellationToken),
            TestsOnBase = tests.Length == 0 || onlyTests || !balance.Adds ? null : await OnBaseAsync(repository, from, verdicts, cancellationToken),
            BaseHasNoTests = guarded.Length > 0 && guarded.All(verdict => verdict.Delta.IsAdded && !ProtectedPaths.IsShadow(verdict.Delta.Path)) && !ProtectedPaths.HasTests(files),
            OnlyTests = onlyTests && tests.Length > 0,
            AddsTests = balance.Adds,
            Weakening = tests.Length == 0 ? null : balance.Weakening,
        };
    }

    /// <summary>The base with everything of the worker's that is protected, whether it matters or not.</summary>
    private async Task<string> OnBaseAsync(JobRepository repository, string from, PathVerdict[] verdicts, CancellationToken cancellationToken)
    {
        TreeEntry[] edits = await EditsAsync(repository, verdicts.Where(verdict => verdict.Class is not null), verdict => verdict.TestsInBase, toBase: false, cancellationToken);
        return await objects.ComposeAsync(repository, from, edits, cancellationToken);
    }

    private async Task<TreeEntry[]> EditsAsync(
        JobRepository repository, IEnumerable<PathVerdict> verdicts, Func<PathVerdict, string?> text, bool toBase, CancellationToken cancellationToken)
    {
        var edits = new List<TreeEntry>();
        foreach (PathVerdict verdict in verdicts)
        {
            PathDelta delta = verdict.Delta;
            if (text(verdict) is { } content)
                edits.Add(new TreeEntry(delta.Path, delta.NewMode, await objects.WriteAsync(repository, Encoding.UTF8.GetBytes(content), cancellationToken)));
            else
                edits.Add(toBase ? new TreeEntry(delta.Path, delta.OldMode, delta.OldId) : new TreeEntry(delta.Path, delta.NewMode, delta.NewId));
        }

        return [.. edits];
    }

    private static IEnumerable<string> Ids(PathDelta delta)
    {
        if (!delta.IsText)
            yield break;
        if (!delta.IsAdded)
            yield return delta.OldId;
        if (!delta.IsDeleted)
            yield return delta.NewId;
    }

    private static string? Text(PathDelta delta, int mode, string id, Dictionary<string, string> texts) =>
        delta.IsText && mode != 0 ? texts.GetValueOrDefault(id) : null;
}
