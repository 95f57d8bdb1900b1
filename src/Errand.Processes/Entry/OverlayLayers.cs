using System.Text;

namespace Errand.Processes.Entry;

/// <summary>One overlay that a <see cref="MountProgram"/> mounts. All paths are absolute.</summary>
/// <param name="Target">An existing directory that it covers; it may be <paramref name="Upper"/> itself.</param>
/// <param name="Lowers">Directories that are only read, the topmost first.</param>
/// <param name="Upper">Takes all changes.</param>
/// <param name="Work">An empty directory of the same file system, for the kernel.</param>
public sealed record OverlayLayers(string Target, IReadOnlyList<string> Lowers, string Upper, string Work)
{
    /// <summary>The kernel takes one page.</summary>
    private const int LongestOptions = 4095;

    /// <summary>Options as <c>mount(2)</c> takes them (Documentation/filesystems/overlayfs.rst). In a user namespace the kernel's marks are attributes of the user's.</summary>
    /// <exception cref="ArgumentException">The paths are too long together.</exception>
    internal byte[] Options()
    {
        byte[] options = Encoding.UTF8.GetBytes($"lowerdir={string.Join(':', Lowers.Select(lower => Escaped(lower, ":,\\")))},upperdir={Escaped(Upper, ",\\")},workdir={Escaped(Work, ",\\")},userxattr");
        return options.Length <= LongestOptions ? options : throw new ArgumentException($"The paths of an overlay have {options.Length} bytes together and the kernel takes {LongestOptions}.");
    }

    private static string Escaped(string path, string special) => string.Concat(path.Select(character => special.Contains(character, StringComparison.Ordinal) ? $"\\{character}" : character.ToString()));
}
