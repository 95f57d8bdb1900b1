using System.Text;
using Errand.Core;
using Errand.Testing;
using Errand.Text;

namespace Errand.Tests.Text;

public sealed class ReceiptTextTests
{
    [Fact]
    public void A_quotation_that_is_cut_is_closed()
    {
        JobReceipt receipt = Receipts.Blocked with { Reason = $"Worker 'w' failed: \"{new string('x', 400)}\". Look at its log.", Warnings = [$"The worker warned: \"{new string('y', 400)}\""] };

        string[] lines = ReceiptText.Of(receipt, Face.Tools).Split('\n');

        Assert.EndsWith("xx…\"", Assert.Single(lines, line => line.StartsWith("reason: Worker 'w' failed: \"", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.EndsWith("yy…\"", Assert.Single(lines, line => line.StartsWith("warning: The worker warned: \"", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_blocked_job_can_be_cancelled_too() =>
        Assert.EndsWith("next: decide j7 retry | discard · cancel j7", ReceiptText.Of(Receipts.Blocked, Face.Tools), StringComparison.Ordinal);

    [Theory]
    [InlineData(ReviewStatus.Read, "review: codex: high src/a.py:12 \"The empty list is \\\"lost\\\".\" · low \"A name misleads.\"")]
    [InlineData(ReviewStatus.Failed, "review: codex: failed, after high src/a.py:12 \"The empty list is \\\"lost\\\".\" · low \"A name misleads.\"")]
    public void A_second_opinion_is_quoted_in_a_line(ReviewStatus status, string line)
    {
        var review = new Review
        {
            Worker = "codex",
            Status = status,
            Findings = [new ReviewFinding(ReviewSeverity.High, "src/a.py", 12, "The empty list is \"lost\"."), new ReviewFinding(ReviewSeverity.Low, null, null, "A name misleads.")],
        };

        Assert.Contains(line, ReceiptText.Of(Receipts.Ordinary with { Review = review }, Face.Tools).Split('\n'));
    }

    [Theory]
    [InlineData(ReviewStatus.Read, "review: codex (same worker): no findings")]
    [InlineData(ReviewStatus.Unreadable, "review: codex (same worker): none, unreadable")]
    [InlineData(ReviewStatus.Failed, "review: codex (same worker): none, failed")]
    public void A_second_opinion_without_findings_says_whether_it_is_one(ReviewStatus status, string line)
    {
        var review = new Review { Worker = "codex", Status = status, SameWorker = true, Findings = [] };

        Assert.Contains(line, ReceiptText.Of(Receipts.Ordinary with { Review = review }, Face.Tools).Split('\n'));
    }

    private static readonly string[] Labels = ["reason: ", "files: ", "violations: ", "protected: ", "findings: ", "secrets: ", "checks: ", "review: ", "claim: \"", "warning: ", "branch: ", "next: "];

    public static TheoryData<string> Names { get; } = [.. All.Keys];

    private static Dictionary<string, JobReceipt> All => new()
    {
        ["accepted"] = Receipts.Accepted,
        ["blocked"] = Receipts.Blocked,
        ["failed"] = Receipts.Failed,
        ["many-checks"] = Receipts.ManyChecks,
        ["many-files"] = Receipts.ManyFiles,
        ["many-violations"] = Receipts.ManyViolations,
        ["ordinary"] = Receipts.Ordinary,
        ["running"] = Receipts.Running,
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Reads_like_this(string name) =>
        Approved.Equal($"{ReceiptText.Of(All[name], Face.Tools)}\n\n{ReceiptText.Of(All[name], Face.CommandLine)}\n\n{ReceiptText.Short(All[name])}", $"receipt-{name}");

    [Fact]
    public void Reads_like_the_design()
    {
        JobReceipt receipt = Receipts.Ordinary with
        {
            Files = [Receipts.Modified("src/Orders/Import.cs", 12, 2), Receipts.Modified("tests/ImportTests.cs", 9, 0)],
            Checks = [Receipts.Ordinary.Checks[1]],
            Claim = "Null rows are skipped with a warning.",
        };

        Assert.Equal(
            """
            j7 review · verified · 84 s · fast claude/deepseek-chat · 41k tokens $0.02
            files: src/Orders/Import.cs +12 -2 · tests/ImportTests.cs +9 -0
            checks: unit 41 passed
            claim: "Null rows are skipped with a warning."
            next: decide j7 accept | rework | discard
            """,
            ReceiptText.Of(receipt, Face.Tools));
    }

    [Fact]
    public void An_ordinary_receipt_has_at_most_200_tokens()
    {
        if (Counter() is { } count)
        {
            Assert.InRange(count(ReceiptText.Of(Receipts.Ordinary, Face.Tools)), 50, 200);
            Assert.InRange(count(ReceiptText.Of(Receipts.Ordinary, Face.CommandLine)), 50, 200);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_receipt_has_more_than_1500_tokens(string name)
    {
        if (Counter() is { } count)
            Assert.InRange(count(ReceiptText.Of(All[name], Face.Tools)), 10, 1_500);
    }

    [Fact]
    public void No_hostile_receipt_has_more_than_1500_bytes_or_tokens()
    {
        Func<string, int>? count = Counter();
        foreach (JobReceipt receipt in HostileReceipts.All())
        {
            foreach (Face face in Enum.GetValues<Face>())
            {
                string text = ReceiptText.Of(receipt, face);

                Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, ReceiptText.LongestText);
                Assert.InRange(Encoding.UTF8.GetByteCount(ReceiptText.Short(receipt)), 1, 600);
            }
        }

        if (count is not null)
            Assert.All(HostileReceipts.All().Take(60), receipt => Assert.InRange(count(ReceiptText.Of(receipt, Face.Tools)), 1, 1_500));
    }

    [Fact]
    public void Findings_have_a_line_of_their_own()
    {
        JobReceipt receipt = Receipts.Ordinary with
        {
            Verdict = Verdict.Partly,
            Findings = [new Finding(FindingKind.Stub, "src/a.py", 3, "raise NotImplementedError"), new Finding(FindingKind.CommitMissing, null, null, "A commit was asked for.")],
        };

        Assert.Contains("\nfindings: stub src/a.py:3 \"raise NotImplementedError\" · commit_missing \"A commit was asked for.\"\nchecks: ", ReceiptText.Of(receipt, Face.Tools), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_a_worker_begins_a_line_or_ends_its_quotes()
    {
        foreach (JobReceipt receipt in HostileReceipts.All())
        {
            string[] lines = ReceiptText.Of(receipt, Face.Tools).Split('\n');

            Assert.All(lines, line => Assert.True(Escaping.IsPlain(line), line));
            Assert.StartsWith("j7 (", lines[0], StringComparison.Ordinal);
            Assert.Equal("next: decide j7 rework | widen | drop | discard | accept", lines[^1]);
            Assert.All(lines[1..], line => Assert.True(
                line.StartsWith("| ", StringComparison.Ordinal) || line.StartsWith("failure of ", StringComparison.Ordinal) || Labels.Any(label => line.StartsWith(label, StringComparison.Ordinal)),
                line));
            Assert.Single(lines, line => line.StartsWith("next: ", StringComparison.Ordinal));
            Assert.Single(lines, line => line.StartsWith("files: ", StringComparison.Ordinal));

            // Outside of quotes a separator is ours: there are as many entries as there are separators.
            foreach (string line in lines.Where(line => line.StartsWith("files: ", StringComparison.Ordinal)))
                Assert.All(WithoutQuotes(line["files: ".Length..]).Split(" · "), entry => Assert.Matches("^(\\S* (new|renamed) .*|[0-9]+( more)?, \\+[0-9]+ -[0-9]+ in all \\(show j7 diff\\))$", entry));
        }
    }

    [Fact]
    public void A_list_that_is_cut_has_whole_entries_and_says_how_many_are_missing_and_how_to_see_them()
    {
        string files = ReceiptText.Of(Receipts.ManyFiles, Face.Tools).Split('\n')[1];

        string[] entries = files["files: ".Length..].Split(" · ");
        Assert.All(entries[..^1], (entry, number) => Assert.Equal($"src/Module{number / 10}/Feature{number}/Handler{number}.cs +{number} -{number % 7}", entry));
        Assert.Equal($"{300 - entries.Length + 1} more, +44850 -897 in all (show j7 diff)", entries[^1]);
        Assert.Contains("in all (errand show j7 diff)", ReceiptText.Of(Receipts.ManyFiles, Face.CommandLine), StringComparison.Ordinal);
    }

    [Fact]
    public void A_huge_name_does_not_hide_the_violations()
    {
        JobReceipt receipt = Receipts.Failed with { Violations = [new Violation(new string('\u202e', 4_000), ViolationKind.OutsideScope, "."), .. Receipts.Failed.Violations] };

        string line = ReceiptText.Of(receipt, Face.Tools).Split('\n').Single(line => line.StartsWith("violations: ", StringComparison.Ordinal));

        Assert.Contains("outside_scope", line, StringComparison.Ordinal);
        Assert.Contains(".npmrc sensitive", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JobState.Review, "next: decide j7 accept | rework | discard", "next: errand accept j7 | errand rework j7 | errand discard j7")]
    [InlineData(JobState.Blocked, "next: decide j7 retry | discard · cancel j7", "next: errand retry j7 | errand discard j7 | errand cancel j7")]
    [InlineData(JobState.Queued, "next: wait j7 | cancel j7", "next: errand wait j7 | errand cancel j7")]
    [InlineData(JobState.Waiting, "next: decide j7 retry | discard · cancel j7", "next: errand retry j7 | errand discard j7 | errand cancel j7")]
    public void The_last_line_names_what_the_state_allows(JobState state, string tools, string commands)
    {
        Assert.EndsWith("\n" + tools, ReceiptText.Of(Receipts.Ordinary with { State = state }, Face.Tools), StringComparison.Ordinal);
        Assert.EndsWith("\n" + commands, ReceiptText.Of(Receipts.Ordinary with { State = state }, Face.CommandLine), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JobState.Accepted)]
    [InlineData(JobState.Discarded)]
    [InlineData(JobState.Cancelled)]
    public void A_final_state_has_no_next_step(JobState state) =>
        Assert.DoesNotContain("next:", ReceiptText.Of(Receipts.Ordinary with { State = state }, Face.Tools), StringComparison.Ordinal);

    /// <summary>Takes out what stands in quotes, escaped quotes included.</summary>
    private static string WithoutQuotes(string line)
    {
        var outside = new StringBuilder();
        bool isInside = false;
        for (int index = 0; index < line.Length; index++)
        {
            if (isInside && line[index] == '\\')
                index++;
            else if (line[index] == '"')
                isInside = !isInside;
            else if (!isInside)
                outside.Append(line[index]);
        }

        Assert.False(isInside);
        return outside.ToString();
    }

    private static Func<string, int>? Counter()
    {
        if (TokenCounter.IsInstalled)
            return TokenCounter.Count;
        Console.WriteLine("Not counted: the o200k ranks of js-tiktoken are not installed in .tools.");
        return null;
    }
}
