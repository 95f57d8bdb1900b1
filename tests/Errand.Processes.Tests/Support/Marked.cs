using System.Globalization;
using Errand.Testing;

namespace Errand.Processes.Tests.Support;

/// <summary>Commands whose processes carry a marker of their own.</summary>
internal static class Marked
{
    public const string Variable = "ERRAND_TEST_RUN";

    public static ProcessCommand WithMarker(this ProcessCommand command) => command with
    {
        Environment = new Dictionary<string, string>(command.Environment) { [Variable] = Guid.NewGuid().ToString("N") },
        MarkerVariable = Variable,
    };

    public static ProcessMarker Marker(this ProcessCommand command) => new(Variable, command.Environment[Variable]);

    /// <summary>Waits for a file with a process id, and gives that process.</summary>
    public static async Task<ProcessIdentity> ProcessInAsync(string pidFile)
    {
        string pid = await Wait.ForFileAsync(pidFile);
        return ProcessIdentity.Of(int.Parse(pid, CultureInfo.InvariantCulture))
            ?? throw new InvalidOperationException($"Process {pid} has already ended.");
    }
}
