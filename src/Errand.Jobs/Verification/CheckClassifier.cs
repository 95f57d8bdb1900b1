using Errand.Core;
using Errand.Jobs.Sandbox;

namespace Errand.Jobs.Verification;

/// <summary>
/// Tells a check that failed from one that could not be judged. Only a reason of the machine's makes it infra: a program that is not
/// installed, no memory, no disk, no network. What is missing in the tree itself is the work's own fault. In doubt a check has failed.
/// </summary>
internal static class CheckClassifier
{
    private const int CannotRun = 126;
    private const int NotFound = 127;
    private const int Killed = 128 + 9;

    public static CheckMeaning Classify(CheckEnd end)
    {
        if (end.ExitCode == 0)
            return new CheckMeaning(CheckStatus.Passed, null);
        if (end.ExitCode == Killed)
            return Infra("The system killed it, most likely for want of memory.");

        // Once tests have run and failed, a text about a missing program or a full disk is one of theirs.
        if (end.FailedTests > 0)
            return new CheckMeaning(CheckStatus.Failed, null);

        foreach (string line in end.Evidence)
        {
            if (MissingProgram.Find(line) is { } program && (end.ExitCode is CannotRun or NotFound || end.Evidence.Any(IsMakeError)))
                return JudgeProgram(program, end);
            if (InfraTexts.Find(line) is { } sentence)
                return Infra(sentence);
        }

        return new CheckMeaning(CheckStatus.Failed, null);
    }

    private static CheckMeaning JudgeProgram(MissingProgram program, CheckEnd end)
    {
        string directory = end.Directory;
        string path = Path.GetFullPath(program.Name, directory);
        bool isOfTheTree = program.Name.Contains('/') && path.Begins(directory.TrimEnd('/') + "/");
        if (isOfTheTree && (program.IsForbidden || !IsThere(end, path)))
            return new CheckMeaning(CheckStatus.Failed, null);

        string name = Escaping.Quote(program.Name, 80);
        return Infra(isOfTheTree ? $"The interpreter of {name} is not installed."
            : program.IsForbidden ? $"{name} may not be run."
            : $"{name} is not installed, or not on PATH.");
    }

    private static bool IsThere(CheckEnd end, string path)
    {
        if (end.Layers is [])
            return File.Exists(path);

        using var tree = new LayeredTree(end.Layers);
        return tree.HasFile(Path.GetRelativePath(end.Directory, path));
    }

    /// <summary>make ends with 2 and says what its command ended with: <c>make: *** [Makefile:3: test] Error 127</c>.</summary>
    private static bool IsMakeError(string line) =>
        line.Holds("***")
        && (line.Ends("Error 127") || line.Ends("Error 126"));

    private static CheckMeaning Infra(string sentence) => new(CheckStatus.Infra, sentence);
}
