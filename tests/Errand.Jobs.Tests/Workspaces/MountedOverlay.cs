using System.Diagnostics;

namespace Errand.Jobs.Tests.Workspaces;

/// <summary>
/// A real overlay, mounted by an ordinary user in a namespace of its own. A shell holds the namespace as long as this lives, and the tree is reached
/// through the shell's root.
/// </summary>
internal sealed class MountedOverlay : IDisposable
{
    private const string Script = """
        mkdir -p "$2/upper" "$2/work" "$2/merged"
        mount -t overlay overlay -o "userxattr,lowerdir=$1,upperdir=$2/upper,workdir=$2/work" "$2/merged"
        mkdir "$2/merged/.git"
        echo mounted
        read end || true
        """;

    private readonly Process shell;

    private MountedOverlay(Process shell, string layers)
    {
        this.shell = shell;
        Root = $"/proc/{shell.Id}/root{layers}/merged";
        Upper = Path.Combine(layers, "upper");
    }

    /// <summary>The whole tree.</summary>
    public string Root { get; }

    public string Upper { get; }

    /// <summary>Null = the machine does not allow it.</summary>
    public static MountedOverlay? TryMount(string lower, string layers)
    {
        var start = new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--mount", "/bin/sh", "-euc", Script, "mount", lower, layers])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process shell = Process.Start(start)!;
        if (shell.StandardOutput.ReadLine() == "mounted")
            return new MountedOverlay(shell, layers);

        Console.WriteLine($"Skipped: no overlay can be mounted here: {shell.StandardError.ReadToEnd()}");
        shell.Dispose();
        return null;
    }

    public void Dispose()
    {
        shell.StandardInput.Close();
        shell.WaitForExit();
        shell.Dispose();
    }
}
