using System.Runtime.InteropServices;
using Errand.Core;
using Errand.Jobs.Git;

namespace Errand.Doctor;

/// <summary>What every job needs of the machine.</summary>
internal sealed class MachineCheckup(GitClient git)
{
    public static Finding System()
    {
        string system = $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}";
        return OperatingSystem.IsLinux()
            ? Finding.Ok("system", $"{system}, {RuntimeInformation.FrameworkDescription}")
            : Finding.Fail("system", $"{system}: jobs run on Linux only", "on Windows: wsl --install, then install and run errand inside it");
    }

    public async Task<Finding> GitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await git.RequireAsync(cancellationToken);
            return Finding.Ok("git", await git.ReadAsync(new GitCommand("version") { Directory = "/", GitDirectory = "/nonexistent" }, cancellationToken));
        }
        catch (ErrandException fault)
        {
            return Finding.Fail("git", Sentences.Of(fault), "install git with your package manager, such as: apt-get install git");
        }
    }
}
