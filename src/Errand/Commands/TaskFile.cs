using System.Text;
using System.Text.RegularExpressions;
using Errand.Core;
using Errand.Jobs.Requests;

namespace Errand.Commands;

/// <summary>
/// A task and what belongs to it. A file with a heading <c>## Goal</c> is read like a job's own <c>task.md</c>: the goal is the task, the list under
/// <c>## Scope</c> is the scope, <c>Do not change GLOB</c> under <c>## Constraints</c> denies and anything else there is a constraint, <c>name: `command`</c>
/// under <c>## Acceptance criteria</c> is a check and anything else there a criterion. Any other file is the task, whole.
/// </summary>
internal sealed partial record TaskFile(string Task)
{
    private const string StandardInput = "-";
    private const string History = "History";
    private const string DenyWords = "Do not change ";

    private static readonly string[] Headings = ["Goal", "Scope", "Constraints", "Acceptance criteria", History];

    public IReadOnlyList<string> Scope { get; private init; } = [];
    public IReadOnlyList<string> Deny { get; private init; } = [];
    public IReadOnlyList<string> Constraints { get; private init; } = [];
    public IReadOnlyList<string> Criteria { get; private init; } = [];
    public IReadOnlyList<CheckSpec> Checks { get; private init; } = [];

    public static TaskFile OfWords(string task) => new(task);

    /// <param name="path">The file; <c>-</c> = standard input.</param>
    /// <param name="directory">What a relative path starts from.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<TaskFile> ReadAsync(string path, string directory, CancellationToken cancellationToken)
    {
        try
        {
            await using Stream stream = path == StandardInput ? Console.OpenStandardInput() : File.OpenRead(Path.GetFullPath(path, directory));
            byte[] bytes = new byte[RequestValidator.LongestTask + 1];
            int length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            if (length == bytes.Length)
                throw RequestValidator.Refused("file", path, $"it has more than {RequestValidator.LongestTask:N0} bytes", "put the material into a file of the repository and name the file");
            return Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, length));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string reason = cause is DecoderFallbackException ? "it is no UTF-8 text" : cause.Message.TrimEnd('.');
            throw RequestValidator.Refused("file", path, reason, "errand run --file task.md");
        }
    }

    public static TaskFile Parse(string text)
    {
        Dictionary<string, List<string>> sections = Split(text);
        if (!sections.TryGetValue("Goal", out List<string>? goal))
            return OfWords(text);

        List<string> constraints = Items(sections, "Constraints");
        var checks = new List<CheckSpec>();
        var criteria = new List<string>();
        foreach (string item in Items(sections, "Acceptance criteria"))
        {
            if (CheckItem().Match(item) is { Success: true } check)
                checks.Add(new CheckSpec(check.Groups["name"].Value, check.Groups["command"].Value));
            else
                criteria.Add(item);
        }

        return new TaskFile(string.Join('\n', goal).Trim() + '\n')
        {
            Scope = Items(sections, "Scope"),
            Deny = [.. constraints.Where(IsDenial).Select(item => item[DenyWords.Length..])],
            Constraints = [.. constraints.Where(item => !IsDenial(item))],
            Criteria = criteria,
            Checks = checks,
        };
    }

    private static bool IsDenial(string constraint) => constraint.StartsWith(DenyWords, StringComparison.Ordinal);

    /// <summary>The lines below each heading that is known; a heading that is not known belongs to the text above it.</summary>
    private static Dictionary<string, List<string>> Split(string text)
    {
        var sections = new Dictionary<string, List<string>>();
        List<string>? current = null;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            string? heading = line.StartsWith("## ", StringComparison.Ordinal) ? Headings.FirstOrDefault(known => known == line[3..].TrimEnd()) : null;
            // What follows tells of the job in words of others.
            if (heading == History)
                break;
            if (heading is not null && !sections.ContainsKey(heading))
                sections[heading] = current = [];
            else
                current?.Add(line);
        }

        return sections;
    }

    private static List<string> Items(Dictionary<string, List<string>> sections, string heading) =>
    [
        .. sections.GetValueOrDefault(heading, [])
            .Where(line => line.StartsWith("- ", StringComparison.Ordinal))
            .Select(line => line[2..].Trim())
            .Where(item => item.Length > 0),
    ];

    [GeneratedRegex("^(?<name>[A-Za-z0-9][A-Za-z0-9._-]{0,63}): `(?<command>[^`]+)`$")]
    private static partial Regex CheckItem();
}
