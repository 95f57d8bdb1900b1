using Errand.Core;
using Errand.Jobs.Store;
using Errand.Jobs.Workspaces.Files;
using Errand.Processes;
using Errand.Processes.Entry;

namespace Errand.Jobs.Sandbox;

/// <summary>
/// Mounts an overlay for a program that creates, changes and deletes, where workspaces will be: whether the kernel allows it depends on the file system, such
/// as in a container whose own root is an overlay.
/// </summary>
internal sealed class OverlayTrial(SandboxTrial trial, StateDirectory state)
{
    private const string Target = "/errand-overlay";
    private const string Script = "cd \"$1\" && cat kept && echo more >> changed && echo new > new && rm gone && [ ! -e gone ]";

    /// <returns>Why it does not work; null = it does.</returns>
    public async Task<string?> RunAsync(ISandbox sandbox, CancellationToken cancellationToken)
    {
        string place = Path.Combine(PlaceOf(state), $"{StateDirectory.TrialPrefix}{Guid.NewGuid():N}");
        try
        {
            string lower = Make(place, "lower"), upper = Make(place, "upper"), work = Make(place, "work"), home = Make(place, "home");
            foreach (string name in (string[])["kept", "changed", "gone"])
                await File.WriteAllTextAsync(Path.Combine(lower, name), name, cancellationToken);
            var spec = new SandboxSpec { Mounts = [BindMount.Writable(home), new OverlayMount(Target, [lower], upper, work)], Home = home, Network = SandboxNetwork.None };
            (CapturedOutput? answer, string? failure) = await trial.RunAsync(sandbox, spec, ["/bin/sh", "-c", Script, "sh", Target], cancellationToken);
            if (answer is null)
                return failure;
            if (answer.Exit.ExitCode != 0)
                return Explain(answer.Error);
            return await File.ReadAllTextAsync(Path.Combine(lower, "changed"), cancellationToken) == "changed" && IsWhiteout(upper)
                ? null : "what was written did not land where it should";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return fault.Message.TrimEnd('.');
        }
        finally
        {
            FileFaults.Guard(place, () => TreeRemoval.Remove(place));
        }
    }

    /// <summary>Among the snapshots; where there are none yet, in the directory that the state directory will be made in, and nothing else is made.</summary>
    private static string PlaceOf(StateDirectory state)
    {
        string place = state.Snapshots;
        while (!Directory.Exists(place))
            place = Path.GetDirectoryName(place)!;
        return place;
    }

    private static bool IsWhiteout(string upper)
    {
        using OpenDirectory directory = OpenDirectory.Open(upper);
        return directory.Status("gone") is { IsFile: false, IsDirectory: false, IsLink: false };
    }

    /// <summary>Says what is missing, from what bubblewrap or the mount program printed.</summary>
    internal static string Explain(string error)
    {
        if (error.Contains("Unknown option", StringComparison.Ordinal))
            return "it mounts no overlays itself, which begins with version 0.11";

        string said = SandboxFailure.Explain(error);
        if (error.Contains("overlay mount", StringComparison.Ordinal) || error.Contains(MountProgram.Mounting, StringComparison.Ordinal))
            return $"{said}; the state directory's file system refuses overlays, as a container's own root does: set ERRAND_HOME to a directory on a volume";
        return error.Contains(MountProgram.Failure, StringComparison.Ordinal)
            ? $"{said}; user namespaces are allowed to bubblewrap only, as by AppArmor on Ubuntu: install bubblewrap 0.11 or later, which mounts overlays itself, or run `sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`"
            : said;
    }

    private static string Make(string place, string name) => Directory.CreateDirectory(Path.Combine(place, name)).FullName;
}
