using Errand.Core;
using Errand.Terminals;
using Errand.Text;

namespace Errand.Output;

/// <summary>Answers with jobs, for people or for programs.</summary>
internal sealed class JobAnswer(Terminal terminal, OutputFormat format)
{
    /// <summary>One job, whole.</summary>
    public void Write(JobReceipt receipt)
    {
        if (format == OutputFormat.Text)
            terminal.Out.WriteLine(ReceiptText.Of(receipt, Face.CommandLine));
        else
            JsonOutput.Write(terminal, receipt, CoreJson.Default.JobReceipt, format);
    }

    /// <summary>Jobs that were named: for programs one object for one name, and a list for several.</summary>
    public void Write(IReadOnlyList<JobReceipt> receipts)
    {
        if (receipts is [var single])
        {
            Write(single);
            return;
        }

        if (format != OutputFormat.Text)
        {
            JsonOutput.Write(terminal, receipts, CoreJson.Default.IReadOnlyListJobReceipt, format);
            return;
        }

        terminal.Out.WriteLine(string.Join("\n\n", receipts.Select(receipt => ReceiptText.Of(receipt, Face.CommandLine))));
    }

    /// <summary>A list of any length, a line each.</summary>
    public void WriteList(IReadOnlyList<JobReceipt> receipts, DateTimeOffset now)
    {
        if (format != OutputFormat.Text)
            JsonOutput.Write(terminal, receipts, CoreJson.Default.IReadOnlyListJobReceipt, format);
        else
            JobTable.Write(terminal.Out, receipts, now);
    }
}
