using System.Text;
using System.Text.RegularExpressions;
using Errand.Core;

namespace Errand.Jobs.Requests;

/// <summary>Refuses a bad request before anything is read, run or written: with the value, the reason and an example.</summary>
public static partial class RequestValidator
{
    /// <summary>Longest task in bytes of UTF-8.</summary>
    public const int LongestTask = 2 << 20;

    private const int LongestCommand = 16 << 10;
    private const int MostChecks = 50;
    private const int MostLines = 50;
    private const int LongestLine = 4096;
    private const int MostRevisions = 10;
    private const int LongestQuote = 80;

    private static readonly TimeSpan ShortestTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTime = TimeSpan.FromHours(24);

    /// <exception cref="ErrandException">Something is not allowed.</exception>
    public static void Validate(JobRequest request)
    {
        ValidateTask(request.Task);
        ValidateDirectory(request.Cwd);
        RequireName("worker", request.Worker);
        RequireName("tier", request.Tier);
        if (request.Label is { } label && !IsLabel(label))
            throw Refused("label", label, "a label has 1 to 64 letters, digits, '.', '_', '-' or '/', begins with a letter or digit and can be the name of a branch, so no part of it is empty, begins or ends with '.', ends with '.lock' or holds '..'", "fix-import");
        if (request.Key is { } key && !KeyPattern().IsMatch(key))
            throw Refused("key", key, "a key has 1 to 200 printable ASCII characters", "import-2026-11-21");
        if (request.Continue is { } forerunner && !JobId.TryParse(forerunner, out _))
            throw Refused("continue", forerunner, "it names no job", "j7");
        if (request is { Continue: not null, Base: not null })
            throw Refused("base", request.Base, "a job that continues another starts from that one's work", "leave out base or continue");
        RequireTime("timeout", request.Timeout);
        RequireTime("stall timeout", request.StallTimeout);
        ScopeRules.Parse(request.Scope, request.Deny);
        if (request.Strict == true && request.Scope.All(pattern => pattern.StartsWith('!')))
            throw Refused("strict", "true", "there is no scope to keep the worker to", "give a scope, such as src/**");
        ValidateLines("constraint", request.Constraints);
        ValidateLines("criterion", request.Criteria);
        // As an item of a task file it would come back as a check.
        if (request.Criteria.FirstOrDefault(line => CheckItemPattern().IsMatch(line)) is { } check)
            throw Refused("criterion", check, "it has the form of a check", "give it as a check: unit=dotnet test");
        if (request.Revise is < 0 or > MostRevisions)
            throw Refused("revise", $"{request.Revise}", $"it is 0 to {MostRevisions}", "1");
        ValidateChecks([.. request.Checks.Where(check => check != CheckSpec.Auto), .. request.HiddenChecks]);
        if (request.HiddenChecks.Contains(CheckSpec.Auto))
            throw Refused("hidden check", CheckSpec.Auto.Name, "what the worker is not to know has to be named", "more=python3 -m unittest judging");
        if (request is { HiddenFiles: not null, HiddenChecks.Count: 0 })
            throw Refused("hidden files", request.HiddenFiles, "no hidden check uses them", "more=python3 -m unittest judging");
        RequireCommand("setup", request.Setup, "npm ci");
        RequireCommand("probe", request.Probe, "npm test -- --version");
        if (request is { Mode: JobMode.Read, Review: true })
            throw Refused("review", "true", "a read-only job leaves no work to review", "leave out review");
        if (request is { Mode: JobMode.Read, Apply: ApplyMode.Auto })
            throw Refused("apply", "auto", "a read-only job has nothing to apply", "leave out apply");
    }

    /// <summary>The refusal of a value, in the form that all faces use.</summary>
    public static ErrandException Refused(string what, string value, string reason, string example) =>
        new(ErrorCatalog.InvalidArgument, $"{what} {Escaping.Quote(value, LongestQuote)} is refused: {reason}. Example: {example}");

    private static void ValidateTask(string task)
    {
        if (string.IsNullOrWhiteSpace(task))
            throw Refused("task", task, "it is empty", "Fix the null check in src/Import.cs and add a test.");
        if (task.Contains('\0'))
            throw Refused("task", task, "it holds a NUL character", "Fix the null check in src/Import.cs and add a test.");
        int bytes = Encoding.UTF8.GetByteCount(task);
        if (bytes > LongestTask)
            throw Refused("task", task, $"it has {bytes:N0} bytes and may have {LongestTask:N0}", "put the material into a file of the repository and name the file");
    }

    private static void ValidateDirectory(string cwd)
    {
        if (cwd.Length == 0)
            throw Refused("cwd", cwd, "it is empty", "/home/me/project");
        if (cwd.AsSpan().ContainsAny('\0', '\n', '\r'))
            throw Refused("cwd", cwd, "a directory's name holds no NUL or line end here", "/home/me/project");
        if (!Path.IsPathFullyQualified(cwd))
            throw Refused("cwd", cwd, "it is not an absolute path", "/home/me/project");
        if (File.Exists(cwd))
            throw Refused("cwd", cwd, "it is a file, not a directory", "/home/me/project");
        if (!Directory.Exists(cwd))
            throw Refused("cwd", cwd, "there is no such directory", "/home/me/project");
    }

    private static void ValidateLines(string what, IReadOnlyList<string> lines)
    {
        if (lines.Count > MostLines)
            throw Refused(what, $"{lines.Count} lines", $"a job has at most {MostLines}", "join some of them");
        foreach (string line in lines)
        {
            if (string.IsNullOrWhiteSpace(line) || line.Length > LongestLine || line.AsSpan().ContainsAny('\0', '\n', '\r'))
                throw Refused(what, line, $"it is one line of 1 to {LongestLine:N0} characters without NUL", "Keep the public names");
        }
    }

    private static void ValidateChecks(IReadOnlyList<CheckSpec> checks)
    {
        if (checks.Count > MostChecks)
            throw Refused("checks", $"{checks.Count} checks", $"a job has at most {MostChecks}", "join some of them into a script");

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (CheckSpec check in checks)
        {
            if (!NamePattern().IsMatch(check.Name))
                throw Refused("check name", check.Name, "a name has 1 to 64 letters, digits, '.', '_' or '-' and begins with a letter or digit", "unit=dotnet test");
            if (!names.Add(check.Name))
                throw Refused("check name", check.Name, "another check of this job has it", "unit=dotnet test");
            if (string.IsNullOrWhiteSpace(check.Command) || check.Command.Contains('\0') || check.Command.Length > LongestCommand)
                throw Refused($"command of check {check.Name}", check.Command, $"a command is not empty, has at most {LongestCommand:N0} characters and no NUL", "dotnet test");
            RequireTime($"timeout of check {check.Name}", check.Timeout);
        }
    }

    private static void RequireCommand(string what, string? command, string example)
    {
        if (command is not null && (string.IsNullOrWhiteSpace(command) || command.Contains('\0') || command.Length > LongestCommand))
            throw Refused(what, command, $"a command is not empty, has at most {LongestCommand:N0} characters and no NUL", example);
    }

    /// <summary>What <c>git check-ref-format</c> allows of such characters: accepting may make a branch of that name.</summary>
    private static bool IsLabel(string label) =>
        LabelPattern().IsMatch(label)
        && !label.Contains("..", StringComparison.Ordinal)
        && label.Split('/').All(part => part.Length > 0 && part[0] != '.' && part[^1] != '.' && !part.EndsWith(".lock", StringComparison.Ordinal));

    private static void RequireName(string what, string? value)
    {
        if (value is not null && !NamePattern().IsMatch(value))
            throw Refused(what, value, "a name has 1 to 64 letters, digits, '.', '_' or '-' and begins with a letter or digit", what == "tier" ? "fast" : "claude");
    }

    private static void RequireTime(string what, TimeSpan? time)
    {
        if (time is { } value && (value < ShortestTime || value > LongestTime))
            throw Refused(what, Duration.Format(value), "it is 1 s to 24 h", "10m");
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}\\z")]
    private static partial Regex LabelPattern();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}: `[^`]+`\\z")]
    private static partial Regex CheckItemPattern();

    [GeneratedRegex("^[\\x20-\\x7e]{1,200}\\z")]
    private static partial Regex KeyPattern();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\\z")]
    private static partial Regex NamePattern();
}
