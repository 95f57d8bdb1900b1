using System.Security.Cryptography;
using System.Text;
using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Ignore;

namespace Errand.Jobs.Setups;

/// <summary>Names what a setup gives: by its command, what it sees, and the base's lock files, which say what gets installed.</summary>
internal static class SetupKey
{
    /// <summary>Raised when outputs come to be kept in another way.</summary>
    private const char Version = '1';

    /// <param name="command">The setup.</param>
    /// <param name="variables">What it runs with, without what differs from run to run.</param>
    /// <param name="entries">The base.</param>
    public static string Of(string command, IEnumerable<KeyValuePair<string, string>> variables, IReadOnlyList<TreeEntry> entries)
    {
        var text = new StringBuilder().Append(Version).Append('\n').Append(command).Append('\0');
        foreach ((string name, string value) in variables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
            text.Append(name).Append('=').Append(value).Append('\0');

        // Without a lock file nobody knows what of the base matters.
        TreeEntry[] locks = [.. entries.Where(entry => IsLock(entry.Path))];
        IEnumerable<TreeEntry> deciding = locks.Length == 0 ? entries : locks.Concat(entries.Where(entry => entry.Path.Split('/')[^1] == IgnoreRules.FileName));
        foreach (TreeEntry entry in deciding.OrderBy(entry => entry.Path, StringComparer.Ordinal))
            text.Append(entry.Path).Append('\0').Append(entry.Id).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static bool IsLock(string path) => SensitivePaths.ClassesOf(path).Contains(SensitiveClass.LockFile);
}
