using System.Text.Json;
using Errand.Core;
using Errand.Jobs.Configuration;
using Errand.Processes;

namespace Errand;

/// <summary>
/// The variables that hold keys, which a worker shall not find in the environment of a process of Errand's, even as root. They are read at the start of the program
/// and forgotten where the kernel shows them before a worker is there to look.
/// </summary>
internal static class KeyVariables
{
    /// <summary>Forgets all whose name says that they hold a secret, and some more.</summary>
    /// <param name="named">Their names.</param>
    public static void Forget(IEnumerable<string> named)
    {
        if (!OperatingSystem.IsLinux())
            return;

        HashSet<string> names = [.. named];
        EnvironmentBlock.Forget(name => names.Contains(name) || SecretNames.IsSecret(name));
    }

    /// <summary>Those that the configuration names.</summary>
    public static IEnumerable<string> Named(ErrandConfiguration configuration)
    {
        foreach (WorkerSpec worker in configuration.Workers.Values)
        {
            if (worker.KeyEnv is { } variable)
                yield return variable;
        }

        if (!configuration.Gateway.TryGetValue("upstreams", out JsonElement upstreams))
            yield break;

        foreach (JsonProperty upstream in upstreams.EnumerateObject())
        {
            if (upstream.Value.TryGetProperty("keyEnv", out JsonElement variable) && variable.GetString() is { } name)
                yield return name;
        }
    }
}
