using System.Text;
using Errand.Core;

namespace Errand.Jobs.Supervision;

/// <summary>The captured work of a job as a fresh worker session is told it: the beginning of the patch, in whole lines.</summary>
internal static class WorkSoFar
{
    private const int LongestPatch = 16 << 10;

    /// <returns>Null = nothing was captured, or the patch is gone.</returns>
    public static string? Read(SupervisedJob job)
    {
        if (job.History.Captured is not { Files.Count: > 0 } work)
            return null;

        // An attempt whose session was gone has captured nothing.
        string? file = Enumerable.Range(1, job.History.Attempt).Reverse().Select(attempt => job.Paths.Attempt(attempt).Patch).FirstOrDefault(File.Exists);
        if (file is null)
            return null;

        try
        {
            using FileStream patch = File.OpenRead(file);
            byte[] bytes = new byte[Math.Min(patch.Length, LongestPatch)];
            patch.ReadExactly(bytes);
            if (bytes.Length == patch.Length)
                return Encoding.UTF8.GetString(bytes);

            int end = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
            string names = string.Join(", ", work.Files.Take(50).Select(change => Escaping.Quote(change.Path)));
            return $"{Encoding.UTF8.GetString(bytes, 0, end)}… and more; in all it changes {work.Files.Count} files: {names}\n";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
