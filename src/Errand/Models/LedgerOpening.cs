using Errand.Core;
using Errand.Gateway.Configuration;
using Errand.Gateway.Ledger;
using Errand.Processes;

namespace Errand.Models;

/// <summary>Opens the ledger of the state directory for this process.</summary>
internal static class LedgerOpening
{
    public static UsageLedger Open(ErrandEnvironment environment, GatewayOptions options, TimeProvider clock) => new(
        new UsageLedgerOptions
        {
            StateDirectory = environment.StateDirectory,
            Prices = PriceTable.Of(options.Prices),
            Budgets = BudgetSettings.Of(options.Budgets),
            Holder = ProcessIdentity.Current().ToString(),
            IsAlive = holder => ProcessIdentity.TryParse(holder, out ProcessIdentity? process) && process.IsAlive(),
        },
        clock);
}
