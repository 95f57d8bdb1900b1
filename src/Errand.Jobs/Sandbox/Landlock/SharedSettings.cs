using Errand.Core.Redaction;

namespace Errand.Jobs.Sandbox.Landlock;

/// <summary>
/// Settings of the machine that programs do without, but take for an error when they are there and cannot be read: those of git, by every .NET build in a
/// repository, and those of bash, by a shell whose input is a socket, as an agent's is.
/// </summary>
internal static class SharedSettings
{
    private static readonly string[] Paths = ["/etc/bash.bashrc", "/etc/bashrc", "/etc/gitconfig"];

    /// <summary>Those that a worker may read.</summary>
    public static IEnumerable<string> Readable => Paths.Where(IsHarmless);

    /// <summary>Whether a file is there and holds no secret, such as a token in a URL that git is told to use instead of another.</summary>
    internal static bool IsHarmless(string path)
    {
        try
        {
            return File.Exists(path) && SecretScanner.BuiltIn.Find(File.ReadAllBytes(path)).Count == 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
