namespace Errand.Jobs.Verification.Completeness;

/// <summary>What a patch does to one file.</summary>
/// <param name="Path">The file's new name.</param>
/// <param name="IsNew">Whether the base has no such file.</param>
/// <param name="Lines">Its hunks; empty for binary content and mere renames.</param>
internal sealed record PatchSection(string Path, bool IsNew, IReadOnlyList<PatchLine> Lines);
