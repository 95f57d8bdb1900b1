using Errand.Core;
using Errand.Core.Forms;
using Errand.Jobs.Sandbox;
using static Errand.Core.Forms.ObjectForm<Errand.Jobs.Sandbox.SandboxSettings>;

namespace Errand.Jobs.Configuration.Shape;

/// <summary>The keys below <c>sandbox</c>.</summary>
internal static class SandboxShape
{
    public static ObjectForm<SandboxSettings> Sandbox { get; } = new(
    [
        Key(
            "strict",
            Scalars.Flag,
            sandbox => sandbox.Strict,
            (sandbox, value) => sandbox with { Strict = value },
            "Whether workers of jobs with a scope can write nowhere else, where the job does not say."),
        Key(
            "checkNetwork",
            Scalars.OneOf(("none", SandboxNetwork.None), ("open", SandboxNetwork.Open)),
            sandbox => sandbox.CheckNetwork,
            (sandbox, value) => sandbox with { CheckNetwork = value },
            "What checks see of the network: a loopback of their own only, or all of it."),
        Key(
            "setupNetwork",
            Scalars.OneOf(("none", SandboxNetwork.None), ("open", SandboxNetwork.Open)),
            sandbox => sandbox.SetupNetwork,
            (sandbox, value) => sandbox with { SetupNetwork = value },
            "What setups see of the network: a loopback of their own only, or all of it."),
    ],
    moved: new Dictionary<string, string> { ["minimum"] = "isolation.minimum", ["maximum"] = "isolation.maximum" });
}
