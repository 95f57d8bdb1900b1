using Errand.Core;

namespace Errand.Progress;

/// <summary>Shows a person how jobs go on while a command waits for them.</summary>
internal interface IWaitProgress
{
    /// <summary>Waits, and shows what the wait reports.</summary>
    /// <param name="wait">The wait; it reports the jobs as they are, often.</param>
    Task<IReadOnlyList<JobReceipt>> ShowAsync(Func<Action<IReadOnlyList<JobReceipt>>, Task<IReadOnlyList<JobReceipt>>> wait);
}
