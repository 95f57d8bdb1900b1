using System.Diagnostics;

namespace Errand.Jobs.Tests.Verification.Cheats;

/// <summary>A test that needs a toolchain; skipped, saying so, where that does not run.</summary>
internal sealed class ToolchainFactAttribute : FactAttribute
{
    /// <param name="proof">A shell command that succeeds where it is installed, such as <c>cargo --version</c>.</param>
    public ToolchainFactAttribute(string proof)
    {
        using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", proof]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Skip = process.ExitCode == 0 ? null : $"`{proof}` does not run here.";
    }
}
