using Errand.Core;
using Errand.Gateway.Configuration;
using Errand.Jobs.Configuration;

namespace Errand.Doctor;

/// <summary>Reads the configuration and names everything that is wrong with it.</summary>
internal sealed class ConfigurationCheckup(ErrandEnvironment environment)
{
    private const string What = "configuration";

    private string File => Path.Combine(environment.StateDirectory, ConfigurationLoader.FileName);

    /// <param name="findings">What was found.</param>
    /// <returns>The configuration; null = it is refused.</returns>
    public ErrandConfiguration? Examine(out IReadOnlyList<Finding> findings)
    {
        try
        {
            ErrandConfiguration configuration = ConfigurationLoader.Load(environment, null, (keys, place) => GatewayOptionsReader.Read(keys, place));
            string place = System.IO.File.Exists(File) ? Escaping.Escape(File) : $"{Escaping.Escape(File)} is not there; the defaults hold";
            findings = [Finding.Ok(What, $"{place}: default worker {configuration.DefaultWorker}, default tier {configuration.DefaultTier}")];
            return configuration;
        }
        catch (ErrandException fault)
        {
            findings = [.. Problems(fault).Select(problem => Finding.Fail(What, problem, $"correct it in '{File}', or the variable that is named"))];
            return null;
        }
    }

    /// <summary>One for each line of the message; the first one only counts them when there are several.</summary>
    private static IEnumerable<string> Problems(ErrandException fault)
    {
        string[] lines = fault.Message[(fault.Error.Id.Length + 1)..].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Skip(lines.Length > 1 ? 1 : 0).Select(line => Escaping.Escape(line.TrimEnd('.')));
    }
}
