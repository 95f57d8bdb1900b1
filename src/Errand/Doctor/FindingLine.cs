using Errand.Core;

namespace Errand.Doctor;

/// <summary>A finding for a person: <c>fail  git — not found → apt-get install git</c>.</summary>
internal static class FindingLine
{
    public static string Of(Finding finding) =>
        $"{SnakeCase.Of(finding.Status),-4}  {finding.What} — {finding.Reason}{(finding.Fix is null ? "" : $" → {finding.Fix}")}";
}
