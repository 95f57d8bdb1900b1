namespace Errand.EndToEnd.Tests.Deaths;

/// <summary>The traces that an overlay job leaves in the state directory, in the order in which they appear.</summary>
internal sealed class OverlayPoints(ErrandUnderTest errand, string id)
{
    private readonly string snapshots = Path.Combine(errand.State, "snapshots");

    public static IReadOnlyList<string> Names { get; } = ["half a snapshot", "layers", "work", "patch"];

    /// <summary>Whether the job has come this far.</summary>
    public bool IsReached(string point) => point switch
    {
        "half a snapshot" => Directory.Exists(snapshots) && Directory.EnumerateDirectories(snapshots, ".half-*").Any(),
        "layers" => Directory.Exists(Path.Combine(errand.JobDirectory(id), "workspace", "upper")),
        "work" => File.Exists(errand.WorkFile(id, "ready")),
        "patch" => File.Exists(Path.Combine(errand.JobDirectory(id), "attempts", "1", "patch.diff")),
        _ => throw new ArgumentOutOfRangeException(nameof(point), point, "no such point"),
    };
}
