using Errand.Core;

namespace Errand.Jobs.Verification;

/// <summary>
/// Work that adds what looks like a secret is not verified, whatever its checks say, and so is not applied unasked: somebody has to look at it. What only a generic rule
/// takes for a secret is told and changes nothing.
/// </summary>
internal static class SecretVerdict
{
    public static Judgement Of(Judgement judgement, IReadOnlyList<SecretFinding> secrets)
    {
        SecretFinding[] sure = [.. secrets.Where(secret => !PatchSecrets.IsGeneric(secret.Rule))];
        if (judgement.Verdict != Verdict.Verified || sure.Length == 0)
            return judgement;

        string where = $"{Escaping.Quote(sure[0].Path, 100)} line {sure[0].Line} ({sure[0].Rule})";
        string more = sure.Length > 1 ? $" and {sure.Length - 1} more" : "";
        return new Judgement(Verdict.Partly, $"{judgement.Sentence.TrimEnd('.')}, but the change adds what looks like a secret: {where}{more}.");
    }
}
