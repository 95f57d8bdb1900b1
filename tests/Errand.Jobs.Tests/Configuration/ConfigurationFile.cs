using Errand.Core;
using Errand.Jobs.Configuration;
using Errand.Testing;

namespace Errand.Jobs.Tests.Configuration;

/// <summary>A state directory with a configuration file, and an environment.</summary>
internal sealed class ConfigurationFile : IDisposable
{
    public const string Home = "/home/ada";

    private readonly TempDirectory directory = new();

    public string Path => directory["config.json"];

    /// <summary>Reads the configuration.</summary>
    /// <param name="json">The file's text; null = no file.</param>
    /// <param name="variables">The environment.</param>
    public ErrandConfiguration Load(string? json, params (string Name, string Value)[] variables)
    {
        if (json is not null)
            File.WriteAllText(Path, json);
        return ConfigurationLoader.Load(new ErrandEnvironment
        {
            StateDirectory = directory.Path,
            WorkingDirectory = "/",
            HomeDirectory = Home,
            Executable = "/bin/false",
            Variables = variables.ToDictionary(variable => variable.Name, variable => variable.Value),
        });
    }

    /// <summary>Reads a configuration that must be refused, and gives the message with the file's path as <c>FILE</c>.</summary>
    public string Refusal(string? json, params (string Name, string Value)[] variables) =>
        Assert.Throws<ErrandException>(() => Load(json, variables)).Message.Replace(Path, "FILE", StringComparison.Ordinal);

    public void Dispose() => directory.Dispose();
}
