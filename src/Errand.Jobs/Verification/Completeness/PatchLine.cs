namespace Errand.Jobs.Verification.Completeness;

/// <summary>A line of a patch.</summary>
/// <param name="Mark"><c>+</c>, <c>-</c>, a blank for context, <c>@</c> for the heading of a hunk.</param>
/// <param name="Number">Its number in the new file, from 1; 0 = it is not in it.</param>
/// <param name="Text">The line without its mark; of a hunk the function that git names.</param>
internal readonly record struct PatchLine(char Mark, int Number, string Text);
