using System.Security.Cryptography;
using System.Text;

namespace Errand.EndToEnd.Tests.Deaths;

/// <summary>The traces that a start leaves in the state directory, in the order in which they appear.</summary>
internal sealed class StartPoints
{
    private readonly string jobs;
    private readonly string keyFile;
    private readonly HashSet<string> before;

    public StartPoints(ErrandUnderTest errand, string key)
    {
        jobs = Path.Combine(errand.State, "jobs");
        keyFile = Path.Combine(errand.State, "run", "keys", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
        before = [.. Existing()];
    }

    public static IReadOnlyList<string> Names { get; } =
        ["begin", "key held", "directory", "spec", "journal", "key noted", "recorded", "log", "launched"];

    /// <summary>Whether the start has come this far.</summary>
    public bool IsReached(string point) => point switch
    {
        "begin" => true,
        "key held" => File.Exists(keyFile + ".lock"),
        "directory" => New(".new-*").Any(),
        "spec" => New(".new-*").Any(directory => File.Exists(Path.Combine(directory, "spec.json"))),
        "journal" => New(".new-*").Any(directory => File.Exists(Path.Combine(directory, "journal.jsonl"))),
        "key noted" => File.Exists(keyFile),
        "recorded" => New("j*").Any(),
        "log" => New("j*").Any(directory => File.Exists(Path.Combine(directory, "supervisor.log"))),
        "launched" => New("j*").Any(directory => File.Exists(Path.Combine(directory, "launch.json"))),
        _ => throw new ArgumentOutOfRangeException(nameof(point), point, "no such point"),
    };

    private IEnumerable<string> New(string pattern)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(jobs, pattern).Where(directory => !before.Contains(directory))];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private IEnumerable<string> Existing() => Directory.Exists(jobs) ? Directory.EnumerateDirectories(jobs) : [];
}
