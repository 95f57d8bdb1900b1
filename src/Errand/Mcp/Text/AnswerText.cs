using Errand.Core;
using Errand.Jobs;
using Errand.Mcp.Sessions;
using Errand.Text;

namespace Errand.Mcp.Text;

/// <summary>What tools answer, made of the texts that all faces share. Whatever an answer shows counts as told to the host.</summary>
internal static class AnswerText
{
    /// <summary>Receipts of several jobs are shortened to their first lines beyond this many bytes: Codex cuts the middle out of longer results.</summary>
    private const int LongestReceipts = 9_000;

    public static string Started(StartedJob started, HostSession session)
    {
        string receipt = Receipt(started.Receipt, session);
        if (started.Proposed.Count > 0)
            receipt += $"\nchecks: {string.Join(" · ", started.Proposed.Select(check => $"{check.Name}={check.Command}"))}";
        return started.IsNew ? receipt : $"{receipt}\nkey: nothing new was started; this job has the same key";
    }

    /// <summary>The receipts of those that are done, in full if the host has not seen them or asks for one job only, and a line for each of the others.</summary>
    public static string Waited(IReadOnlyList<JobReceipt> receipts, HostSession session)
    {
        var answers = new List<string>();
        int room = LongestReceipts;
        foreach (JobReceipt receipt in receipts)
        {
            string answer = Waited(receipt, isInFull: room > ReceiptText.LongestText && (receipts.Count == 1 || session.IsNews(receipt)));
            answers.Add(answer);
            room -= ByteBudget.Of(answer);
            session.Show(receipt);
        }

        return string.Join('\n', answers);
    }

    public static string Receipt(JobReceipt receipt, HostSession session)
    {
        session.Show(receipt);
        return ReceiptText.Of(receipt, Face.Tools);
    }

    /// <summary>What a decision has led to; the host knows the rest.</summary>
    public static string Decided(JobReceipt receipt, HostSession session)
    {
        session.Show(receipt);
        string text = ReceiptText.Short(receipt);
        return Step.Next(receipt, Face.Tools) is { } next ? $"{text}\nnext: {next}" : text;
    }

    /// <summary>A line about a job that nobody asked for just now.</summary>
    public static string News(JobReceipt receipt) => $"also done: {HeadLine.Of(receipt)}";

    private static string Waited(JobReceipt receipt, bool isInFull) => (JobTransitions.IsLive(receipt.State), isInFull) switch
    {
        (true, _) => RunningLine.Of(receipt),
        (false, true) => ReceiptText.Of(receipt, Face.Tools),
        (false, false) => HeadLine.Of(receipt),
    };
}
