using Errand.Core;

namespace Errand.Text;

/// <summary>
/// A receipt in a few labelled lines, for a model or a person. It is at most 1,500 bytes and so never more than 1,500 tokens, whatever
/// the job did; that of an ordinary job has less than 200 tokens. Whatever comes from the worker or the repository is escaped, quoted and cut, and
/// never begins a line.
/// </summary>
internal static class ReceiptText
{
    public const int LongestText = 1_500;

    private const int LongestBranch = 100;

    public static string Of(JobReceipt receipt, Face face)
    {
        string head = HeadLine.Of(receipt);
        string? branch = receipt.Branch is null ? null : $"branch: {NameText.Of(receipt.Branch, LongestBranch)}";
        string? next = Step.Next(receipt, face) is { } step ? $"next: {step}" : null;

        var room = new Room(LongestText - Size(head) - Size(branch) - Size(next));
        room.Reserve(Section.Reason, needed: HasReason(receipt), least: 120, most: 200);
        room.Reserve(Section.Violations, needed: receipt.Violations.Count > 0, least: 210, most: 260);
        room.Reserve(Section.Findings, needed: receipt.Findings.Count > 0, least: 120, most: 260);
        room.Reserve(Section.Secrets, needed: receipt.Secrets.Count > 0, least: 130, most: 180);
        room.Reserve(Section.Checks, needed: receipt.Checks.Count > 0, least: 290, most: 480);
        room.Reserve(Section.Protected, needed: receipt.Protected.Any(change => !change.Additive), least: 100, most: 260);
        room.Reserve(Section.Review, needed: receipt.Review is not null, least: 100, most: 320);
        room.Reserve(Section.Files, needed: IsJudged(receipt) || receipt.Files.Count > 0, least: 220, most: 420);
        room.Reserve(Section.Claim, needed: !string.IsNullOrWhiteSpace(receipt.Claim), least: 80, most: 260);
        room.Reserve(Section.Warnings, needed: receipt.Warnings.Count > 0, least: 80, most: 180);

        string? reason = room.Fill(Section.Reason, bytes => $"reason: {ByteBudget.Sentence(receipt.Reason!, bytes - 8)}");
        string? violations = room.Fill(Section.Violations, bytes => ViolationsLine.Of(receipt, face, bytes));
        string? findings = room.Fill(Section.Findings, bytes => FindingsLine.Of(receipt, face, bytes));
        string? secrets = room.Fill(Section.Secrets, bytes => SecretsLine.Of(receipt, face, bytes));
        string? checks = room.Fill(Section.Checks, bytes => ChecksText.Of(receipt, face, bytes));
        string? protectedPaths = room.Fill(Section.Protected, bytes => ProtectedLine.Of(receipt, face, bytes));
        string? review = room.Fill(Section.Review, bytes => ReviewLine.Of(receipt, face, bytes));
        string? files = room.Fill(Section.Files, bytes => FilesLine.Of(receipt, face, bytes));
        string? claim = room.Fill(Section.Claim, bytes => $"claim: {ByteBudget.Quote(OneLine(receipt.Claim!), bytes - 7)}");
        string? warnings = room.Fill(Section.Warnings, bytes => WarningLine(receipt, bytes));

        string?[] lines = [head, reason, files, violations, protectedPaths, findings, secrets, checks, review, claim, warnings, branch, next];
        return string.Join('\n', lines.Where(line => line is not null));
    }

    /// <summary>The head line, and the reason where it is needed: for a host that knows the rest, or only has to hear of the end.</summary>
    public static string Short(JobReceipt receipt) =>
        HasReason(receipt) || receipt is { Verdict: Verdict.Failed, Reason: not null }
            ? $"{HeadLine.Of(receipt)}\nreason: {ByteBudget.Sentence(receipt.Reason!, 200)}"
            : HeadLine.Of(receipt);

    /// <summary>Why a job is verified or failed is what the lines about checks and violations say already.</summary>
    private static bool HasReason(JobReceipt receipt) => receipt.Reason is { Length: > 0 } && !JobTransitions.IsLive(receipt.State)
        && (receipt is not { State: JobState.Review, Verdict: Verdict.Verified or Verdict.Failed } || HeadLine.IsNotApplied(receipt));

    private static bool IsJudged(JobReceipt receipt) => receipt.Verdict is not null;

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string WarningLine(JobReceipt receipt, int bytes)
    {
        const string label = "warning: ";
        string more = receipt.Warnings.Count > 1 ? $" (and {receipt.Warnings.Count - 1} more)" : "";
        return label + ByteBudget.Sentence(receipt.Warnings[0], bytes - label.Length - more.Length) + more;
    }

    private static int Size(string? line) => line is null ? 0 : ByteBudget.Of(line) + 1;
}
