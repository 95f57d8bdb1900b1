using System.Globalization;
using System.Text.Json.Nodes;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Jobs;

public sealed class SupervisorMemoryTests
{
    /// <summary>What a supervisor may keep resident while its worker is at work.</summary>
    private const int MostKilobytes = 60 * 1024;

    [Fact]
    public async Task A_supervisor_gives_back_what_only_its_start_needed()
    {
        await using var errand = new ErrandUnderTest();
        string gate = Path.Combine(errand.Root, "gate");
        errand.ConfigureWorkers(("fake", FakeWorker.Edit("a.txt", "a\n").Touch("ready").WaitFile(gate)));
        string id = await errand.StartJobAsync("wait", "--check", "there=test -f a.txt");
        await Wait.ForAsync(() => File.Exists(errand.WorkFile(id, "ready")), "the worker is at work");
        string[] journal = await File.ReadAllLinesAsync(Path.Combine(errand.JobDirectory(id), "journal.jsonl"));
        int supervisor = journal.Select(line => JsonNode.Parse(line)!).First(entry => entry["kind"]!.GetValue<string>() == "supervisor")["supervisor"]!["pid"]!.GetValue<int>();

        await Wait.ForAsync(() => Kilobytes(supervisor, "VmRSS") is < MostKilobytes and var now && now < 0.8 * Kilobytes(supervisor, "VmHWM"), "the supervisor has given memory back");
        File.WriteAllText(gate, "");

        Assert.Equal(Core.Verdict.Verified, (await errand.SettledAsync(id)).Verdict);
    }

    private static int Kilobytes(int pid, string what) => File.ReadLines($"/proc/{pid}/status")
        .Where(line => line.StartsWith($"{what}:", StringComparison.Ordinal))
        .Select(line => int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture)).Single();
}
