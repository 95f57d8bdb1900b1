using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Errand.Core;
using Errand.Jobs.Store;

namespace Errand.Jobs.Verification;

/// <summary>
/// Keeps what checks showed on a tree that does not change, so that the second job of a commit does not wait for them. Only results that say something about
/// the tree are kept. A file that is missing, torn, old or in the way costs a run and nothing else.
/// </summary>
/// <param name="state">Where it is kept: in the cache, which may be removed at any time.</param>
/// <param name="clock">Tells how old a result is.</param>
public sealed class BaseCache(StateDirectory state, TimeProvider clock)
{
    /// <summary>Most results that are kept; the oldest go first.</summary>
    internal const int MostResults = 512;

    /// <summary>Raised when results come to mean something else.</summary>
    private const char Version = '2';

    /// <summary>Tools change without a sign: a result that is older is found anew.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private string Directory => Path.Combine(state.Cache, "base");

    /// <summary>The names of a series' results: a check can use what those before it left, so that each is named by them too.</summary>
    /// <param name="tree">The tree's full name.</param>
    /// <param name="checks">The series.</param>
    /// <param name="variables">The variables that the checks run with, without those that differ from run to run.</param>
    internal static IReadOnlyList<string> Keys(string tree, IReadOnlyList<CheckSpec> checks, IEnumerable<KeyValuePair<string, string>> variables)
    {
        var text = new StringBuilder().Append(Version).Append('\n').Append(tree).Append('\n');
        foreach ((string name, string value) in variables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
            text.Append(name).Append('=').Append(value).Append('\0');

        var keys = new List<string>();
        foreach (CheckSpec check in checks)
        {
            text.Append('\n').Append(check.Command).Append('\0').Append(check.Timeout?.Ticks.ToString(CultureInfo.InvariantCulture));
            keys.Add(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))));
        }

        return keys;
    }

    /// <summary>A result; null = it is not known.</summary>
    internal ObservedCheck? Find(string key)
    {
        try
        {
            string file = FileOf(key);
            return clock.GetUtcNow() - File.GetLastWriteTimeUtc(file) > Longest ? null : JsonSerializer.Deserialize(File.ReadAllBytes(file), JournalJson.Default.ObservedCheck);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    internal void Keep(string key, ObservedCheck observed)
    {
        if (observed.Result.Status is not (CheckStatus.Passed or CheckStatus.Failed))
            return;

        try
        {
            System.IO.Directory.CreateDirectory(Directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            DurableFile.Write(FileOf(key), JsonSerializer.SerializeToUtf8Bytes(observed, JournalJson.Default.ObservedCheck));
            Evict();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    private void Evict()
    {
        FileInfo[] files = new DirectoryInfo(Directory).GetFiles();
        foreach (FileInfo file in files.OrderByDescending(file => file.LastWriteTimeUtc).Skip(MostResults))
            file.Delete();
    }

    private string FileOf(string key) => Path.Combine(Directory, $"{key}.json");
}
