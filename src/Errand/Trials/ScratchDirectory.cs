using System.Security.Cryptography;
using Errand.Core;

namespace Errand.Trials;

/// <summary>A directory of its own for something that is tried out, below the temp directory and open to its owner only.</summary>
internal sealed class ScratchDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly TimeSpan RemovalPatience = TimeSpan.FromSeconds(5);

    private ScratchDirectory(string path) => Path = path;

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <summary>The absolute path of something in it.</summary>
    public string this[string relativePath] => System.IO.Path.Combine(Path, relativePath);

    /// <param name="purpose">What it is for, as part of its name.</param>
    /// <param name="environment">Its variable TMPDIR says where; default <c>/tmp</c>.</param>
    /// <exception cref="ErrandException">ERR3011: it cannot be made.</exception>
    public static ScratchDirectory Make(string purpose, ErrandEnvironment environment)
    {
        string parent = environment.Variables.GetValueOrDefault("TMPDIR") is { } given && System.IO.Path.IsPathRooted(given) ? given : "/tmp";
        try
        {
            // Programs find out where they really are; a path through a link would not be the one that they say.
            string realParent = Directory.ResolveLinkTarget(parent, returnFinalTarget: true)?.FullName ?? parent;
            string path = System.IO.Path.Combine(realParent, $"errand-{purpose}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
            return new ScratchDirectory(Directory.CreateDirectory(path, OwnerOnly).FullName);
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
                if (Directory.Exists(Path))
                    Directory.Delete(Path, recursive: true);
                return null;
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                if (clock.GetElapsedTime(startedAt) > RemovalPatience)
                    return cause.Message;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), clock, CancellationToken.None);
        }
    }
}
