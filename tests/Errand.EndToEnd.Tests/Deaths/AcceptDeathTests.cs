using Errand.Core;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Deaths;

/// <summary>Errand is killed while it delivers work: each file is as it was or as it should become, and accepting again completes it.</summary>
public sealed class AcceptDeathTests
{
    /// <summary>Files of each kind; enough that a kill comes between two of them.</summary>
    private const int Files = 60;

    private static readonly string[] Kinds = ["gone", "changed", "new"];

    [Fact]
    public async Task Kill_9_while_files_are_put_in_place()
    {
        await using var errand = new ErrandUnderTest();
        Prepare(errand);
        string id = (await errand.RunJobAsync("change much")).Id.ToString();
        int between = 0;
        foreach ((string point, Func<bool> isReached) in Points(errand, id))
        {
            await Death.OfCommandAsync(errand, isReached, "accept", id);
            between += RequireWholeFiles(errand, point);

            CommandResult again = await errand.RunAsync("accept", id);

            Assert.True(again.ExitCode == 0, $"{point}: {again}");
            Assert.Equal(JobState.Accepted, (await errand.ShowAsync(id)).State);
            Assert.Equal(Expected(Kinds.Length * Files), Status(errand));
            Assert.False(Directory.Exists(Path.Combine(errand.JobDirectory(id), "delivery")), "what was on its way is removed");
            errand.Repository.Git("clean", "-fdq");
            errand.Repository.Git("checkout", "-q", "--", ".");
            id = (await errand.RunJobAsync("change much")).Id.ToString();
        }

        Assert.True(between > 0, "no kill came between two files");
    }

    [Fact]
    public async Task Kill_9_while_a_branch_is_made()
    {
        await using var errand = new ErrandUnderTest();
        errand.ConfigureWorkers(("fake", FakeWorker.Edit("a.txt", "a\n")));
        string[] points = ["begin", "git runs", "branch locked", "branch made", "decided"];
        foreach ((string point, int number) in points.Select((point, index) => (point, index + 1)))
        {
            JobReceipt job = await errand.RunJobAsync("write a");
            string id = job.Id.ToString();
            string branch = Path.Combine(errand.Repository.Root, ".git/refs/heads/errand", id);

            await Death.OfCommandAsync(
                errand,
                () => point switch
                {
                    "begin" => true,
                    "git runs" => errand.LiveProcesses().Any(line => line.Contains("check-ref-format", StringComparison.Ordinal)),
                    "branch locked" => File.Exists(branch + ".lock"),
                    "branch made" => File.Exists(branch),
                    _ => IsDecided(errand, id),
                },
                "accept", id, "--into", "branch");
            CommandResult again = await errand.RunAsync("accept", id, "--into", "branch");

            Assert.True(again.ExitCode == 0, $"{point}: {again}");
            Assert.Equal((JobState.Accepted, $"errand/{id}"), ((await errand.ShowAsync(id)).State, (await errand.ShowAsync(id)).Branch));
            Assert.Equal(job.Commit, errand.Repository.Git("rev-parse", $"errand/{id}").Trim());
            Assert.Equal("", errand.Repository.Git("status", "--porcelain"));
            Assert.Equal(number, errand.Repository.Git("branch", "--list", "errand/*").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        }
    }

    private static void Prepare(ErrandUnderTest errand)
    {
        FakeScript script = FakeWorker.Nothing;
        for (int number = 0; number < Files; number++)
        {
            errand.Repository.Write(Name("gone", number), "old\n");
            errand.Repository.Write(Name("changed", number), "old\n");
            script = script.Delete(Name("gone", number)).Edit(Name("changed", number), "new\n").Edit(Name("new", number), "new\n");
        }

        errand.Repository.Commit("many files");
        errand.ConfigureWorkers(("fake", script));
    }

    private static IEnumerable<(string, Func<bool>)> Points(ErrandUnderTest errand, string firstId)
    {
        int first = int.Parse(firstId[1..], System.Globalization.CultureInfo.InvariantCulture);
        (string, Func<string, bool>)[] points =
        [
            ("begin", _ => true),
            ("decided", id => IsDecided(errand, id)),
            ("index", id => Staged(errand, id).Any(path => path.EndsWith(".index", StringComparison.Ordinal))),
            ("staged", id => Staged(errand, id).Any(path => Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())),
            ("first gone", _ => !errand.Repository.Exists(Name("gone", 0))),
            ("half gone", _ => !errand.Repository.Exists(Name("gone", Files / 2))),
            ("first new", _ => errand.Repository.Exists(Name("new", 0))),
            ("half new", _ => errand.Repository.Exists(Name("new", Files / 2))),
            ("last new", _ => errand.Repository.Exists(Name("new", Files - 1))),
        ];
        return points.Select((point, index) => (point.Item1, (Func<bool>)(() => point.Item2($"j{first + index}"))));
    }

    private static string Name(string kind, int number) => $"{kind}/{number:000}.txt";

    private static bool IsDecided(ErrandUnderTest errand, string id) =>
        File.ReadAllText(Path.Combine(errand.JobDirectory(id), "journal.jsonl")).Contains("\"accept\"", StringComparison.Ordinal);

    private static string[] Staged(ErrandUnderTest errand, string id)
    {
        string directory = Path.Combine(errand.JobDirectory(id), "delivery");
        try
        {
            return Directory.GetFileSystemEntries(directory);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>No file is half; git sees exactly those that are in place. Gives 1 if some are and some are not.</summary>
    private static int RequireWholeFiles(ErrandUnderTest errand, string point)
    {
        int delivered = 0;
        for (int number = 0; number < Files; number++)
        {
            string changed = errand.Repository.Read(Name("changed", number));
            Assert.True(changed is "old\n" or "new\n", $"{point}: {Name("changed", number)} is '{changed}'");
            Assert.True(!errand.Repository.Exists(Name("gone", number)) || errand.Repository.Read(Name("gone", number)) == "old\n", point);
            Assert.True(!errand.Repository.Exists(Name("new", number)) || errand.Repository.Read(Name("new", number)) == "new\n", point);
            delivered += (changed == "new\n" ? 1 : 0) + (errand.Repository.Exists(Name("gone", number)) ? 0 : 1) + (errand.Repository.Exists(Name("new", number)) ? 1 : 0);
        }

        Assert.Equal(Expected(delivered), Status(errand));
        return delivered is > 0 and < 3 * Files ? 1 : 0;
    }

    private static string Expected(int files) => $"{files} paths";

    /// <summary>What git calls changed; nothing but what is delivered, and no lock in its way.</summary>
    private static string Status(ErrandUnderTest errand)
    {
        string[] lines = errand.Repository.Git("status", "--porcelain", "--untracked-files=all").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Contains(line[..2], (string[])[" M", " D", "??"]));
        Assert.All(lines, line => Assert.Contains(line[3..].Split('/')[0], Kinds));
        return Expected(lines.Length);
    }
}
