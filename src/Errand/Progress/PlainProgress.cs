using Errand.Core;
using Errand.Text;

namespace Errand.Progress;

/// <summary>A line for each change of state: for pipes, files and screens that cannot draw.</summary>
internal sealed class PlainProgress(TextWriter writer) : IWaitProgress
{
    private readonly Dictionary<JobId, string> shown = [];

    public Task<IReadOnlyList<JobReceipt>> ShowAsync(Func<Action<IReadOnlyList<JobReceipt>>, Task<IReadOnlyList<JobReceipt>>> wait) => wait(Report);

    private void Report(IReadOnlyList<JobReceipt> receipts)
    {
        foreach (JobReceipt receipt in receipts)
        {
            string state = HeadLine.StateOf(receipt);
            if (shown.TryGetValue(receipt.Id, out string? before) && before == state)
                continue;

            shown[receipt.Id] = state;
            writer.WriteLine($"{receipt.Id} {state}");
        }
    }
}
