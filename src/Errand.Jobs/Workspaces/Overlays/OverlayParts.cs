using System.Globalization;

namespace Errand.Jobs.Workspaces;

/// <summary>Where the parts of a job's overlay are.</summary>
internal sealed class OverlayParts(string root)
{
    /// <summary>Where the worker's changes land.</summary>
    public string Upper => Path.Combine(root, "upper");

    /// <summary>The kernel's directory beside it.</summary>
    public string Work => Path.Combine(root, "work");

    /// <summary>The private git directory.</summary>
    public string Git => Path.Combine(root, "git");

    /// <summary>The user's uncommitted changes.</summary>
    public string Delta => Path.Combine(root, "delta");

    /// <summary>An ignored directory of the user's checkout; the number is its place in the record.</summary>
    public OverlayArtifact Artifact(string path, string userRoot, int number)
    {
        string own = Path.Combine(root, "artifacts", number.ToString(CultureInfo.InvariantCulture));
        return new OverlayArtifact(path, Path.Combine(userRoot, path), Path.Combine(own, "upper"), Path.Combine(own, "work"));
    }

    /// <summary>Makes the directories that the kernel needs, and the place of the git directory in the tree: one that the sandbox made would be a change.</summary>
    public void Make()
    {
        Directory.CreateDirectory(Path.Combine(Upper, ".git"));
        Directory.CreateDirectory(Work);
    }
}
