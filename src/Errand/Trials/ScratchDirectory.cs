using System.Security.Cryptography;
using Errand.Core;
using Errand.Jobs.Workspaces;

namespace Errand.Trials;

/// <summary>A directory of its own for something that is tried out, open to its owner only.</summary>
internal sealed class ScratchDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Paths of sockets below it must stay shorter than 108 bytes.</summary>
    private const int LongestCache = 48;

    private static readonly TimeSpan RemovalPatience = TimeSpan.FromSeconds(5);

    private ScratchDirectory(string path) => Path = path;

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <summary>The absolute path of something in it.</summary>
    public string this[string relativePath] => System.IO.Path.Combine(Path, relativePath);

    /// <param name="purpose">What it is for, as part of its name.</param>
    /// <param name="environment">Its variable TMPDIR says where; default: the cache directory of the user's home, or <c>/tmp</c> where there is none that can be used.</param>
    /// <exception cref="ErrandException">ERR3011: it cannot be made.</exception>
    public static ScratchDirectory Make(string purpose, ErrandEnvironment environment)
    {
        string name = $"errand-{purpose}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        if (environment.Variables.GetValueOrDefault("TMPDIR") is { } given && System.IO.Path.IsPathRooted(given))
            return MakeIn(given, name);

        string cache = System.IO.Path.Combine(environment.HomeDirectory, ".cache");
        return TryMakeIn(cache, name) ?? MakeIn("/tmp", name);
    }

    /// <summary>Codex makes no aliases of its tools below the temp directory, and warns of it.</summary>
    private static ScratchDirectory? TryMakeIn(string cache, string name)
    {
        if (!System.IO.Path.IsPathRooted(cache) || cache.Length > LongestCache || cache.StartsWith("/tmp/", StringComparison.Ordinal))
            return null;

        try
        {
            return MakeIn(cache, name);
        }
        catch (ErrandException)
        {
            return null;
        }
    }

    private static ScratchDirectory MakeIn(string parent, string name)
    {
        try
        {
            // Programs find out where they really are; a path through a link would not be the one that they say.
            string realParent = Directory.ResolveLinkTarget(Directory.CreateDirectory(parent).FullName, returnFinalTarget: true)?.FullName ?? parent;
            return new ScratchDirectory(Directory.CreateDirectory(System.IO.Path.Combine(realParent, name), OwnerOnly).FullName);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ErrandException(
                ErrorCatalog.ScratchDirectoryUnusable,
                $"No directory can be made in '{parent}': {cause.Message.TrimEnd('.')}. Make it writable, or set TMPDIR to another directory.",
                cause);
        }
    }

    public string MakeDirectory(string relativePath) => Directory.CreateDirectory(this[relativePath], OwnerOnly).FullName;

    /// <summary>Removes it with everything in it. A process that has said its last word may still be writing down what it did, so it is tried for a while.</summary>
    /// <returns>Why something is left; null = nothing is.</returns>
    public async Task<string?> RemoveAsync(TimeProvider clock)
    {
        long startedAt = clock.GetTimestamp();
        while (true)
        {
            try
            {
                TreeMaterializer.Remove(Path);
                return null;
            }
            catch (ErrandException cause)
            {
                if (clock.GetElapsedTime(startedAt) > RemovalPatience)
                    return cause.Message;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), clock, CancellationToken.None);
        }
    }
}
