using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Errand.Jobs.Store;
using Errand.Jobs.Workers;
using Errand.Processes;

namespace Errand.Jobs.Probing;

/// <summary>
/// Keeps what worker programs have answered, so that only the first job with a program pays for its start. Only answers that proved the program suitable are
/// kept. A file that is missing, torn, old or in the way costs a probe and nothing else.
/// </summary>
public sealed class ProbeCache(StateDirectory state)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The answers; null = they are not known.</summary>
    internal IReadOnlyList<CapturedOutput>? Find(ProbeSubject subject)
    {
        try
        {
            ProbeRecord? record = JsonSerializer.Deserialize(File.ReadAllBytes(FileOf(subject)), JournalJson.Default.ProbeRecord);
            return record?.Subject == subject && record.Answers is not null ? [.. record.Answers.Select(Captured)] : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            return null;
        }
    }

    internal void Keep(ProbeSubject subject, IReadOnlyList<CapturedOutput> answers)
    {
        var record = new ProbeRecord(subject, [.. answers.Select(answer => new ProbeAnswer(answer.Exit.ExitCode, Encoding.UTF8.GetString(answer.Output.Span), answer.Error))]);
        try
        {
            Directory.CreateDirectory(state.Cache, OwnerOnly);
            DurableFile.Write(FileOf(subject), JsonSerializer.SerializeToUtf8Bytes(record, JournalJson.Default.ProbeRecord));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    /// <summary>One file for a path and its questions, whatever is at the path: a new version replaces what the old one said.</summary>
    private string FileOf(ProbeSubject subject)
    {
        byte[] name = SHA256.HashData(Encoding.UTF8.GetBytes($"{subject.Program}\n{subject.Questions}"));
        return Path.Combine(state.Cache, $"probe-{Convert.ToHexStringLower(name)}.json");
    }

    private static CapturedOutput Captured(ProbeAnswer answer) => new(
        new ProcessExit(answer.ExitCode, Signal: null, TimeSpan.Zero, EndedBy.Itself, Survivors: 0),
        Encoding.UTF8.GetBytes(answer.Output),
        answer.Error,
        OutputTruncated: false);
}
