using System.Globalization;
using System.Text;
using Errand.Core;
using Errand.Jobs.Store;

namespace Errand.Jobs.Parts;

/// <summary>Reads slices of a job's evidence.</summary>
public sealed class PartReader(JobStore store, WorkDiff diff)
{
    private const int LargestLimit = 16 << 20;

    public async Task<PartSlice> ReadAsync(JobLookup job, JobPart part, string? path, PartStart start, int limit, CancellationToken cancellationToken)
    {
        if (start.Offset < 0)
            throw new ErrandException(ErrorCatalog.InvalidArgument, $"offset {start.Offset} is refused: it is a number of bytes, 0 or more. Example: 0");
        if (start.Line < 1)
            throw new ErrandException(ErrorCatalog.InvalidArgument, $"line {start.Line} is refused: lines count from 1. Example: 1");
        if (limit is < 1 or > LargestLimit)
            throw new ErrandException(ErrorCatalog.InvalidArgument, $"limit {limit} is refused: it is 1 to {LargestLimit} bytes. Example: 16384");
        if (path is not null && part is not (JobPart.Diff or JobPart.Check or JobPart.Attempt))
            throw new ErrandException(ErrorCatalog.InvalidArgument, $"path {Escaping.Quote(path, 80)} is refused: the part {SnakeCase.Of(part)} has none. Example: show {job.Spec.Id} {SnakeCase.Of(part)}");

        using Stream whole = part switch
        {
            JobPart.Diff when path is not null => new MemoryStream(WorkDiff.AttemptsOf(path) is { } attempts
                ? await diff.BetweenAsync(job.Spec, Entries(job), attempts, cancellationToken)
                : await diff.OfPathAsync(job.Spec, job.History, path, cancellationToken)),
            JobPart.Stat => Text(job.Receipt.Files.Select(ChangeStat.Of)),
            JobPart.Timeline => Text(Timeline.Lines(Entries(job))),
            JobPart.Attempt => Text(Timeline.LinesOf(Entries(job), AttemptOf(job, path))),
            _ => Open(FileOf(job, part, path), job, part),
        };
        return PartSlices.Read(whole, start, limit);
    }

    private IReadOnlyList<JournalEntry> Entries(JobLookup job) => JournalReader.Read(store.State.Job(job.Spec.Id).Journal).Entries;

    private static MemoryStream Text(IEnumerable<string> lines) => new(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => $"{line}\n"))));

    private static int AttemptOf(JobLookup job, string? number)
    {
        int latest = job.History.Attempt;
        if (number is null && latest > 0)
            return latest;
        if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int attempt) && attempt >= 1 && attempt <= latest)
            return attempt;

        throw new ErrandException(
            ErrorCatalog.UnknownPart,
            latest == 0
                ? $"{job.Spec.Id} has no attempt yet: it is {SnakeCase.Of(job.Receipt.State)}. Ask again when it has got that far."
                : $"{job.Spec.Id} has no attempt {Escaping.Quote(number!, 40)}; its attempts: 1 to {latest}. Example: show {job.Spec.Id} attempt {latest}");
    }

    private string FileOf(JobLookup job, JobPart part, string? path)
    {
        JobPaths paths = store.State.Job(job.Spec.Id);
        AttemptPaths attempt = paths.Attempt(Math.Max(1, job.History.Attempt));
        return part switch
        {
            JobPart.Diff => attempt.Patch,
            JobPart.Log => attempt.WorkerLog,
            JobPart.Events => attempt.Events,
            JobPart.Check => CheckLog(job, attempt, path),
            JobPart.Brief => attempt.Prompt,
            JobPart.Task => paths.TaskPage,
            JobPart.Usage => paths.Usage,
            _ => paths.Journal,
        };
    }

    private static string CheckLog(JobLookup job, AttemptPaths attempt, string? name)
    {
        string[] names = [.. job.Spec.Checks.Concat(job.Spec.HiddenChecks).Select(check => check.Name)];
        if (name is null || !names.Contains(name, StringComparer.Ordinal))
        {
            throw new ErrandException(
                ErrorCatalog.UnknownPart,
                $"{job.Spec.Id} has no check {(name is null ? "without a name" : Escaping.Quote(name, 80))}; its checks: {(names.Length == 0 ? "none" : string.Join(", ", names))}. Example: show {job.Spec.Id} check {(names.Length == 0 ? "unit" : names[0])}");
        }

        return Path.Combine(attempt.Checks, name + ".log");
    }

    private static FileStream Open(string file, JobLookup job, JobPart part)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ErrandException(
                ErrorCatalog.UnknownPart,
                $"{job.Spec.Id} has no {SnakeCase.Of(part)} yet: it is {SnakeCase.Of(job.Receipt.State)}. Ask again when it has got that far.",
                cause);
        }
    }
}
