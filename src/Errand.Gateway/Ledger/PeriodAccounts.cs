using System.Security.Cryptography;
using System.Text;
using Errand.Core;

namespace Errand.Gateway.Ledger;

/// <summary>The shared budgets of a state directory; each has a file for each of its days or months (UTC) in <c>run/budgets</c>.</summary>
internal sealed class PeriodAccounts(string directory, string holder, Func<string, bool> isAlive, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, SharedAccount> open = [];

    /// <summary>Everybody's, for a day.</summary>
    public PeriodAccount Day(Budget budget) => Get("day", "the budget of this day", BudgetScope.Day, budget, "yyyy-MM-dd");

    /// <summary>A client's, for a day.</summary>
    public PeriodAccount Client(string name, Budget budget) =>
        Get($"client-{Digest(name)}", $"today's budget of client {Escaping.Quote(name, 64)}", BudgetScope.Client, budget, "yyyy-MM-dd");

    /// <summary>A repository's, for a month.</summary>
    public PeriodAccount Repository(string root, Budget budget) =>
        Get($"repository-{Digest(root)}", $"this month's budget of repository {Escaping.Quote(root, 200)}", BudgetScope.Repository, budget, "yyyy-MM");

    private PeriodAccount Get(string key, string name, BudgetScope scope, Budget budget, string period) =>
        new(key, period, file => Open(file, new Limit(name, scope, budget)), clock);

    private SharedAccount Open(string file, Limit limit)
    {
        lock (gate)
        {
            if (!open.TryGetValue(file, out SharedAccount? account))
            {
                Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                account = new SharedAccount(limit, new CounterFile(Path.Combine(directory, file), holder, isAlive));
                open.Add(file, account);
            }

            return account;
        }
    }

    /// <summary>Names can hold anything, and files must not.</summary>
    private static string Digest(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 8));
}
