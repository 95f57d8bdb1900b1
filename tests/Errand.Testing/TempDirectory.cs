using System.Diagnostics;

namespace Errand.Testing;

/// <summary>
/// A directory below the system's temp directory that is removed with everything in it, whatever a test or a worker left there.
/// </summary>
public sealed class TempDirectory : IDisposable
{
    public TempDirectory() => Path = Directory.CreateTempSubdirectory("errand-test-").FullName;

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <summary>The absolute path of something in it.</summary>
    public string this[string relativePath] => System.IO.Path.Combine(Path, relativePath);

    /// <summary>Writes a file, with the directories that it needs, and gives its absolute path.</summary>
    public string Write(string relativePath, string content)
    {
        string path = this[relativePath];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Makes a directory and gives its absolute path.</summary>
    public string MakeDirectory(string relativePath) => Directory.CreateDirectory(this[relativePath]).FullName;

    public void Dispose()
    {
        if (!Directory.Exists(Path))
            return;
        // Not Directory.Delete: a test may leave read-only directories, and names that are no UTF-8, which .NET cannot even spell.
        Run("chmod", "-R", "u+rwx", "--", Path);
        Run("rm", "-rf", "--", Path);
        if (Directory.Exists(Path))
            throw new IOException($"'{Path}' could not be removed; is something still writing to it?");
    }

    private static void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
    }
}
