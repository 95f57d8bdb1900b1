using Errand.Core;

namespace Errand.Jobs.Verification;

/// <summary>
/// The variables of a check: its own home and temp directory, the user's PATH and where the user's tools are, and nothing that holds a secret or
/// changes what a test sees from one user to the next.
/// </summary>
internal static class CheckEnvironment
{
    private static readonly string[] PassedOn =
    [
        "ANDROID_HOME", "DOTNET_ROOT", "GOROOT", "JAVA_HOME", "LD_LIBRARY_PATH", "LOGNAME", "PYENV_VERSION", "RBENV_VERSION", "RUSTUP_TOOLCHAIN", "USER",
    ];

    /// <summary>
    /// Programs on PATH that are only stand-ins look for the real ones below HOME. As checks have a home of their own, they are told where that was.
    /// </summary>
    private static readonly (string Variable, string BelowHome)[] ToolHomes =
    [
        ("ASDF_DATA_DIR", ".asdf"),
        ("MISE_DATA_DIR", ".local/share/mise"),
        ("NVM_DIR", ".nvm"),
        ("PYENV_ROOT", ".pyenv"),
        ("RBENV_ROOT", ".rbenv"),
        ("RUSTUP_HOME", ".rustup"),
        ("SDKMAN_DIR", ".sdkman"),
        ("VOLTA_HOME", ".volta"),
    ];

    /// <summary>Variables that differ from run to run and mean the same.</summary>
    private static readonly string[] OfTheRun = ["HOME", "TMPDIR"];

    /// <summary>Those that mean the same in every run, to know a result by.</summary>
    public static IEnumerable<KeyValuePair<string, string>> OfEveryRun(CheckContext context) =>
        Of(context).Where(variable => !OfTheRun.Contains(variable.Key) && variable.Key != context.Marker.Name);

    public static Dictionary<string, string> Of(CheckContext context)
    {
        var variables = new Dictionary<string, string>
        {
            ["CI"] = "1",
            ["HOME"] = context.HomeDirectory,
            ["LANG"] = "C.UTF-8",
            ["NO_COLOR"] = "1",
            ["PATH"] = SearchPath.Absolute(context.UserEnvironment.GetValueOrDefault("PATH")),
            ["SHELL"] = "/bin/sh",
            ["TERM"] = "dumb",
            ["TMPDIR"] = context.TempDirectory,
        };
        foreach (string name in PassedOn)
        {
            if (context.UserEnvironment.TryGetValue(name, out string? value))
                variables[name] = value;
        }

        foreach ((string name, string belowHome) in ToolHomes)
        {
            string directory = context.UserEnvironment.GetValueOrDefault(name, Path.Combine(context.UserHomeDirectory, belowHome));
            if (Directory.Exists(directory))
                variables[name] = directory;
        }

        foreach ((string name, string value) in context.Variables)
            variables[name] = value;
        variables[context.Marker.Name] = context.Marker.Value;
        return variables;
    }
}
