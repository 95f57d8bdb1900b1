using Errand.Core;
using Errand.Core.Redaction;

namespace Errand.Jobs.Verification;

/// <summary>Finds what looks like secrets in the lines that a patch adds.</summary>
/// <param name="redactor">Says what secrets are.</param>
internal sealed class PatchSecrets(Redactor redactor)
{
    /// <summary>Longer patches are searched up to here.</summary>
    private const int LongestPatch = 64 << 20;

    private const int MostFindings = 100;

    /// <summary>At most 100 findings, in the order of the patch, one per line and rule.</summary>
    /// <param name="patchFile">Absolute path of the patch; a missing file has no secrets.</param>
    /// <exception cref="IOException">The patch cannot be read.</exception>
    public IReadOnlyList<SecretFinding> Find(string patchFile)
    {
        if (!File.Exists(patchFile))
            return [];

        using FileStream file = File.OpenRead(patchFile);
        byte[] patch = new byte[Math.Min(file.Length, LongestPatch)];
        return Find(patch.AsSpan(0, file.ReadAtLeast(patch, patch.Length, throwOnEndOfStream: false)));
    }

    internal IReadOnlyList<SecretFinding> Find(ReadOnlySpan<byte> patch)
    {
        var findings = new List<SecretFinding>();
        var reader = new PatchReader(patch);
        while (findings.Count < MostFindings && reader.ReadHunk())
        {
            foreach (SecretFinding finding in Find(ref reader))
            {
                if (findings.Count < MostFindings && !findings.Contains(finding))
                    findings.Add(finding);
            }
        }

        return findings;
    }

    private List<SecretFinding> Find(ref PatchReader hunk)
    {
        ReadOnlySpan<byte> added = hunk.Added;
        List<SecretSpan> spans = [.. redactor.Find(added)];
        var findings = new List<SecretFinding>();
        foreach (SecretSpan span in spans.OrderBy(span => span.Start))
        {
            // A secret that was there before is none that the change adds; a private key is told by its first line.
            bool wasThere = hunk.Removed.IndexOf(added[span.Start..span.End]) >= 0;
            bool isTold = IsGeneric(span.Rule) && spans.Any(other => !IsGeneric(other.Rule) && other.Start < span.End && span.Start < other.End);
            bool goesOn = span.Rule == PrivateKeyRule && findings.Exists(finding => finding.Rule == PrivateKeyRule);
            if (!wasThere && !isTold && !goesOn)
                findings.Add(new SecretFinding(hunk.Path, hunk.LineOf(span.Start), span.Rule));
        }

        return findings;
    }

    /// <summary>Whether a rule knows no vendor, so that it may be wrong.</summary>
    public static bool IsGeneric(string rule) => rule.StartsWith("generic-", StringComparison.Ordinal);

    private const string PrivateKeyRule = "private-key";
}
