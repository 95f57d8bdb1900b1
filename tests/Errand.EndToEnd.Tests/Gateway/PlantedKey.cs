using System.Text;

namespace Errand.EndToEnd.Tests.Gateway;

/// <summary>Looks for an endpoint's key where it must not be.</summary>
internal static class PlantedKey
{
    private const long LargestFile = 64 << 20;

    /// <summary>Files of the test in which it stands, of jobs, homes, repository and logs, by their paths from the state directory.</summary>
    public static IEnumerable<string> FilesWith(string key, ErrandUnderTest errand)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(key);
        return Directory.EnumerateFiles(errand.Root, "*", SearchOption.AllDirectories)
            .Where(file => new FileInfo(file) is { LinkTarget: null, Length: < LargestFile } && File.ReadAllBytes(file).AsSpan().IndexOf(bytes) >= 0)
            .Select(file => Path.GetRelativePath(errand.State, file));
    }
}
