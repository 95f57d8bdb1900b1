using System.Globalization;

namespace Errand.Benchmarks.Gateways;

/// <summary>A state directory that has been in use: what a gateway costs must not depend on it.</summary>
internal static class History
{
    public const int Rows = 100_000;
    public const int Jobs = 10_000;

    /// <param name="home">The state directory.</param>
    public static void Write(string home)
    {
        string ledger = Directory.CreateDirectory(Path.Combine(home, "ledger")).FullName;
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        string row = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"kind":"call","at":"{{now:O}}","client":"me","dialect":"messages","requested":"fast","served":"deepseek-chat","upstream":"cheap","input":9,"output":3,"seconds":0.5,"money":0.000005,"currency":"USD","outcome":"ok","status":200,"try":1}""");
        File.WriteAllLines(Path.Combine(ledger, now.ToString("yyyy-MM", CultureInfo.InvariantCulture) + ".jsonl"), Enumerable.Repeat(row, Rows));
        for (int job = 1; job <= Jobs; job++)
        {
            string directory = Directory.CreateDirectory(Path.Combine(home, "jobs", $"j{job}")).FullName;
            File.WriteAllText(Path.Combine(directory, "receipt.json"), "{}");
        }
    }
}
