using Errand.Core;
using Errand.Gateway.Configuration;
using Errand.Jobs.Configuration;

namespace Errand.Gateways;

/// <summary>The gateway's part of a configuration file.</summary>
/// <param name="Options">What it says.</param>
/// <param name="File">The file's path, absolute.</param>
internal sealed record GatewaySettings(GatewayOptions Options, string File)
{
    /// <summary>Reads the whole file: what is wrong in any part of it is told at once.</summary>
    /// <param name="environment">What the program was told from outside.</param>
    /// <param name="file">A file in the form of config.json; null = that of the state directory.</param>
    /// <exception cref="ErrandException">It cannot be read, or holds values that are not allowed.</exception>
    public static GatewaySettings Load(ErrandEnvironment environment, string? file)
    {
        string? path = file is null ? null : Path.GetFullPath(file, environment.WorkingDirectory);
        var options = new GatewayOptions();
        ConfigurationLoader.Load(environment, path, (keys, place) => options = GatewayOptionsReader.Read(keys, place));
        return new GatewaySettings(options, path ?? Path.Combine(environment.StateDirectory, ConfigurationLoader.FileName));
    }

    /// <exception cref="ErrandException">ERR7012: there is nothing to serve.</exception>
    public void RequireModels()
    {
        if (Options.Models.Count == 0)
        {
            throw new ErrandException(
                ErrorCatalog.GatewayUnconfigured, $"'{File}' names no `models`, so there is nothing to serve. Add `upstreams` and `models`; docs/gateway.md shows an example.");
        }
    }
}
