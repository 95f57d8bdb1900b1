using System.Globalization;

namespace Errand.Gateway.Ledger;

/// <summary>The account of a shared budget for the present day or month (UTC). It is asked for with every call, so it is looked up once a day.</summary>
/// <param name="key">What its files' names begin with.</param>
/// <param name="period">How a date is written in them: by day or by month.</param>
/// <param name="open">Opens the account of a file.</param>
/// <param name="clock">The clock.</param>
internal sealed class PeriodAccount(string key, string period, Func<string, SharedAccount> open, TimeProvider clock)
{
    private volatile Dated? last;

    /// <exception cref="IOException">Its file cannot be read.</exception>
    public SharedAccount Current
    {
        get
        {
            DateTime today = clock.GetUtcNow().UtcDateTime.Date;
            if (last is { } known && known.Date == today)
                return known.Account;

            var found = new Dated(today, open($"{key}-{today.ToString(period, CultureInfo.InvariantCulture)}.json"));
            last = found;
            return found.Account;
        }
    }

    private sealed record Dated(DateTime Date, SharedAccount Account);
}
