using System.Collections;
using Errand.Core;

namespace Errand;

/// <summary>Reads the world once, at the start of the program.</summary>
internal static class SystemEnvironment
{
    private const string HomeVariable = "ERRAND_HOME";

#pragma warning disable RS0030 // The one place that reads the process's own environment and directory.
    public static ErrandEnvironment Read()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
            variables[(string)entry.Key] = (string?)entry.Value ?? "";

        string directory = Environment.CurrentDirectory;
        string home = variables.TryGetValue("HOME", out string? given) && Path.IsPathFullyQualified(given)
            ? given
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string state = variables.TryGetValue(HomeVariable, out string? chosen) && chosen.Length > 0 ? Path.GetFullPath(chosen, directory) : Path.Combine(home, ".errand");
        return new ErrandEnvironment
        {
            StateDirectory = state,
            WorkingDirectory = directory,
            HomeDirectory = home,
            Executable = Environment.ProcessPath!,
            Variables = variables,
        };
    }
#pragma warning restore RS0030
}
