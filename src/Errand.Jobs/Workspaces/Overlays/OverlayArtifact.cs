using Errand.Jobs.Workspaces.Files;

namespace Errand.Jobs.Workspaces;

/// <summary>An ignored directory of the user's checkout in an overlay workspace: as the user has it, and what is changed in it is nobody's work.</summary>
/// <param name="Path">Its path in the workspace.</param>
/// <param name="Source">The user's directory.</param>
/// <param name="Upper">Where changes land.</param>
/// <param name="Work">The kernel's directory beside that.</param>
internal sealed record OverlayArtifact(string Path, string Source, string Upper, string Work)
{
    /// <summary>Whether the directory is there. One that a link leads to would show what is somewhere else, so no link is followed below the user's checkout.</summary>
    public bool IsThere()
    {
        bool isBelowCheckout = Source.EndsWith('/' + Path, StringComparison.Ordinal);
        string below = isBelowCheckout ? Path : System.IO.Path.GetFileName(Source);
        try
        {
            using OpenDirectory root = OpenDirectory.Open(Source[..^(below.Length + 1)]);
            return root.Find(below) is { IsDirectory: true };
        }
        catch (FileFault)
        {
            return false;
        }
    }
}
