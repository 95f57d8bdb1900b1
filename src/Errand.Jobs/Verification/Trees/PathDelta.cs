using Errand.Jobs.Git;

namespace Errand.Jobs.Verification;

/// <summary>One path that differs between two trees; a rename is two of them.</summary>
/// <param name="Path">The path in the form of <see cref="GitPath"/>.</param>
/// <param name="OldMode">Its mode in the first tree, one of <see cref="FileModes"/>; 0 = it is not there.</param>
/// <param name="OldId">Its object there.</param>
/// <param name="NewMode">Its mode in the second tree; 0 = it is not there.</param>
/// <param name="NewId">Its object there.</param>
internal sealed record PathDelta(string Path, int OldMode, string OldId, int NewMode, string NewId)
{
    public bool IsAdded => OldMode == 0;

    public bool IsDeleted => NewMode == 0;

    /// <summary>Whether it is an ordinary file on both sides, where it is there at all.</summary>
    public bool IsText => IsFile(OldMode) && IsFile(NewMode);

    private static bool IsFile(int mode) => mode is 0 or FileModes.Regular or FileModes.Executable;
}
