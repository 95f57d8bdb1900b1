using Errand.Core;
using Errand.Jobs.Store;
using Errand.Testing;

namespace Errand.Jobs.Tests.Store;

public sealed class JournalTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly JobPaths job;

    public JournalTests()
    {
        job = new JobPaths(directory.Path);
        File.WriteAllBytes(job.Journal, JournalLine.Of(new JobCreated("test") { Seq = 1, At = DateTimeOffset.UnixEpoch }));
    }

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Entries_come_back_as_they_were_written()
    {
        using (JournalWriter writer = Open())
        {
            writer.Change(JobState.Preparing, "begins", "supervisor");
            writer.Append(new WarningNoted("line\nbreak \u001b[31m and \ud83d\ude00"));
        }

        IReadOnlyList<JournalEntry> entries = JournalReader.Read(job.Journal).Entries;

        Assert.Equal([1, 2, 3], entries.Select(entry => entry.Seq));
        Assert.Equal("line\nbreak \u001b[31m and \ud83d\ude00", Assert.IsType<WarningNoted>(entries[2]).Text);
    }

    [Fact]
    public void What_is_made_of_a_settled_job_is_made_before_the_journal_says_so()
    {
        using JournalWriter writer = Open();
        var seen = new List<(JobState Told, JobState Will, int Entries, long Bytes)>();
        writer.Settling = (entry, history, bytes) => seen.Add((((StateChanged)entry).To, history.State, JournalReader.Read(job.Journal).Entries.Count, bytes));

        writer.Change(JobState.Preparing, "begins", "supervisor");
        writer.Block(BlockedClass.Prepare, "no room", "supervisor");

        Assert.Equal([(JobState.Blocked, JobState.Blocked, 2, writer.Length)], seen);
        Assert.Equal(3, JournalReader.Read(job.Journal).Entries.Count);
    }

    [Fact]
    public void A_torn_last_line_is_left_out_at_every_length_and_the_next_append_stands_in_its_place()
    {
        using (JournalWriter writer = Open())
            writer.Append(new WarningNoted("whole"));
        byte[] whole = File.ReadAllBytes(job.Journal);
        byte[] torn = JournalLine.Of(new WarningNoted("torn") { Seq = 3, At = DateTimeOffset.UnixEpoch });

        for (int length = 1; length < torn.Length; length++)
        {
            File.WriteAllBytes(job.Journal, [.. whole, .. torn.AsSpan(0, length)]);
            JournalContent content = JournalReader.Read(job.Journal);
            Assert.Equal(whole.Length, content.GoodBytes);

            using (JournalWriter writer = Open())
                writer.Append(new WarningNoted("next"));

            Assert.Equal(["whole", "next"], JournalReader.Read(job.Journal).Entries.OfType<WarningNoted>().Select(entry => entry.Text));
        }
    }

    [Fact]
    public void Damage_before_the_last_line_is_named_with_file_and_line()
    {
        using (JournalWriter writer = Open())
        {
            writer.Append(new WarningNoted("a"));
            writer.Append(new WarningNoted("b"));
        }

        string[] lines = File.ReadAllLines(job.Journal);
        lines[1] = "{\"kind\":\"nonsense\"}";
        File.WriteAllLines(job.Journal, lines);

        var fault = Assert.Throws<ErrandException>(() => JournalReader.Read(job.Journal));
        Assert.Contains("line 2", fault.Message, StringComparison.Ordinal);
        Assert.Contains(job.Journal, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_one_writer_at_a_time()
    {
        using JournalWriter first = Open();

        Assert.Null(JournalWriter.TryOpen(job, TimeProvider.System));
        first.Dispose();
        using JournalWriter? second = JournalWriter.TryOpen(job, TimeProvider.System);
        Assert.NotNull(second);
    }

    [Fact]
    public void A_transition_that_the_table_forbids_is_not_written()
    {
        using JournalWriter writer = Open();
        long length = writer.Length;

        Assert.Throws<InvalidOperationException>(() => writer.Change(JobState.Accepted, "too early", "test"));
        Assert.Equal(length, writer.Length);
        Assert.Equal(JobState.Queued, writer.History.State);
    }

    [Fact]
    public async Task Appends_of_many_threads_keep_their_order_and_lose_nothing()
    {
        using (JournalWriter writer = Open())
            await Parallel.ForAsync(0, 200, (number, _) => { writer.Append(new WarningNoted($"w{number}")); return ValueTask.CompletedTask; });

        IReadOnlyList<JournalEntry> entries = JournalReader.Read(job.Journal).Entries;

        Assert.Equal(Enumerable.Range(1, 201), entries.Select(entry => entry.Seq));
        Assert.Equal(200, entries.OfType<WarningNoted>().Select(entry => entry.Text).Distinct().Count());
    }

    private JournalWriter Open() => JournalWriter.TryOpen(job, TimeProvider.System)!;
}
