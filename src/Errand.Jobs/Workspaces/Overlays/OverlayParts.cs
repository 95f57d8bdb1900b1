using System.Globalization;
using Errand.Jobs.Workspaces.Files;

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

    /// <summary>The index in it.</summary>
    public string Index => Path.Combine(Git, "index");

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

    /// <summary>Makes the places of ignored directories in the tree, and what takes the changes in them.</summary>
    public void MakePlaces(IReadOnlyList<string> artifacts)
    {
        using OpenDirectory upper = OpenDirectory.Open(Upper);
        foreach ((int number, string path) in artifacts.Index())
        {
            upper.OpenMade(path).Dispose();
            OverlayArtifact artifact = Artifact(path, "/", number);
            Directory.CreateDirectory(artifact.Upper);
            Directory.CreateDirectory(artifact.Work);
        }
    }
}
