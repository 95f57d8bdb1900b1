using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;
using Errand.Processes;

namespace Errand.Jobs.Setups;

/// <summary>Puts what a setup gave into a tree, as a copy that the tree's user may change.</summary>
internal sealed class OutputCopy(ProcessRunner processes, ErrandEnvironment environment)
{
    private const int LongestOutput = 4096;

    /// <summary>What is there already stays, and nothing is put through a link, which the tree may hold by a worker's will.</summary>
    /// <returns>The paths that were free and have their copy now.</returns>
    /// <exception cref="ErrandException">The disk does not take it.</exception>
    public async Task<IReadOnlyList<string>> PlaceAsync(SetupOutputs outputs, string tree, CancellationToken cancellationToken)
    {
        var placed = new List<string>();
        foreach ((string path, string source) in outputs.Items)
        {
            if (GitPath.HasEscapes(path) || !FileFaults.Guard(tree, () => IsFree(tree, path)))
                continue;

            // It keeps links as links, and shares blocks where the file system can.
            var copy = new ProcessCommand("cp", ["-a", "--", source, Path.Join(tree, path)])
            {
                WorkingDirectory = tree,
                Environment = new Dictionary<string, string> { ["PATH"] = SearchPath.Absolute(environment.Variables.GetValueOrDefault("PATH")) },
            };
            CapturedOutput answer = await processes.CaptureAsync(copy, LongestOutput, cancellationToken);
            if (answer.Exit.ExitCode != 0)
                throw new ErrandException(ErrorCatalog.WorkspaceFailed, $"What the setup gave could not be copied to {Escaping.Quote(path, '\'')}: {Escaping.Quote(answer.Error.Trim(), 200)}.");
            placed.Add(path);
        }

        return placed;
    }

    private static bool IsFree(string tree, string path)
    {
        using OpenDirectory root = OpenDirectory.OpenRoot(tree);
        try
        {
            using OpenDirectory parent = root.OpenParent(path, out string name);
            return parent.Status(name) is null;
        }
        catch (FileFault)
        {
            return false;
        }
    }
}
