using Errand.Core;
using Errand.Jobs.Verification;

namespace Errand.Jobs.Sandbox;

/// <summary>
/// What a check gets to see: the clean tree, a fresh home and the user's tools. Not the worker's home, in which a setting could make every check pass; no
/// gateway, no model, and no network unless the configuration allows it.
/// </summary>
internal static class CheckSandbox
{
    public static SandboxSpec Of(CheckContext context, SandboxNetwork network, string stateDirectory)
    {
        var programs = new ProgramMounts(context.UserHomeDirectory, [stateDirectory]);
        programs.AddSearchPath(SearchPath.Absolute(context.UserEnvironment.GetValueOrDefault("PATH")));
        return new SandboxSpec
        {
            Home = context.HomeDirectory,
            Network = network,
            Mounts =
            [
                .. programs.Mounts,
                .. context.TempDirectory == WorkerSandbox.Temp ? Array.Empty<BindMount>() : [BindMount.Writable(context.TempDirectory)],
                BindMount.Writable(context.HomeDirectory),
                .. context.Tree?.Mounts ?? [BindMount.Writable(context.Directory)],
            ],
        };
    }
}
