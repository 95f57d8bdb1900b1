using System.Text;
using Errand.Testing;

namespace Errand.Processes.Tests;

public sealed class ConcealmentTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly ProcessRunner runner = new(TimeProvider.System);

    public void Dispose()
    {
        Concealment.Disable();
        directory.Dispose();
    }

    [Fact]
    public async Task A_concealed_process_starts_programs_that_are_not()
    {
        Assert.False(Concealment.IsEnabled);

        Concealment.Enable();

        Assert.True(Concealment.IsEnabled);
        var command = new ProcessCommand("/bin/sh", ["-c", "tr '\\0' '\\n' </proc/$$/environ"])
        {
            WorkingDirectory = directory.Path,
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["MINE"] = "seen" },
        };
        CapturedOutput child = await runner.CaptureAsync(command, 1000, CancellationToken.None);
        Assert.Contains("MINE=seen", Encoding.UTF8.GetString(child.Output.Span), StringComparison.Ordinal);
    }
}
