namespace Errand.Doctor;

/// <summary>What <c>errand doctor --json</c> answers.</summary>
/// <param name="Ok">Whether nothing failed.</param>
/// <param name="Findings">In the order in which they are shown.</param>
internal sealed record DoctorReport(bool Ok, IReadOnlyList<Finding> Findings);
