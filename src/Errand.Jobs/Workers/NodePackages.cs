using System.Runtime.InteropServices;

namespace Errand.Jobs.Workers;

/// <summary>
/// Finds the native program behind a launcher that npm installed. The launcher of one CLI is a Node script that leaves the real process
/// running when it is killed; that of another is a stub until an install script, which many people forbid, has replaced it.
/// </summary>
internal static class NodePackages
{
    /// <summary>The processor in the spelling of npm's packages.</summary>
    public static string Architecture => RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x64";

    /// <summary>The directory of a package that holds a file; null = the file is in no package of that name.</summary>
    /// <param name="file">Absolute path, links followed.</param>
    /// <param name="package">Such as <c>@openai/codex</c>.</param>
    public static string? RootOf(string file, string package) =>
        Ancestors(Path.GetDirectoryName(file)).FirstOrDefault(directory => directory.EndsWith($"/node_modules/{package}", StringComparison.Ordinal));

    /// <summary>The directory of another package as Node would find it from a package: nested in it, beside it, or higher up.</summary>
    public static string? Resolve(string packageRoot, string package)
    {
        // Some package managers keep packages in a store and link to them; what belongs together is then beside the link's target.
        string realRoot = Directory.ResolveLinkTarget(packageRoot, returnFinalTarget: true)?.FullName ?? packageRoot;
        return Ancestors(packageRoot).Concat(Ancestors(realRoot))
            .Select(directory => Path.Combine(directory, "node_modules", package))
            .FirstOrDefault(Directory.Exists);
    }

    private static IEnumerable<string> Ancestors(string? directory)
    {
        for (; directory is not null; directory = Path.GetDirectoryName(directory))
            yield return directory;
    }
}
