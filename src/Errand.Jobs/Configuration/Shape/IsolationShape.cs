using Errand.Core;
using Errand.Core.Forms;
using Errand.Jobs.Sandbox;
using static Errand.Core.Forms.ObjectForm<Errand.Jobs.Sandbox.IsolationSettings>;

namespace Errand.Jobs.Configuration.Shape;

/// <summary>The key <c>isolation</c>: a word for the workspace, or an object.</summary>
internal static class IsolationShape
{
    private static readonly TextForm<IsolationKind> Workspace = Scalars.OneOf<IsolationKind>();

    public static ShortForm<IsolationSettings, IsolationKind> Isolation { get; } = new(
        Workspace,
        (isolation, value) => isolation with { Workspace = value },
        new ObjectForm<IsolationSettings>(
        [
            Key(
                "workspace",
                Workspace,
                isolation => isolation.Workspace,
                (isolation, value) => isolation with { Workspace = value },
                "Where a job works that does not say: in an overlay above a snapshot that all jobs share (a private clone where that does not work), in a private clone, or in your own tree.",
                ConfigurationRules.WorkspaceVariable),
            Key(
                "minimum",
                Scalars.OneOf<IsolationRung>(),
                isolation => isolation.Minimum,
                (isolation, value) => isolation with { Minimum = value },
                "The weakest rung that jobs may run on: `overlay` refuses a private clone too, `none` lets workers run with all your rights where no sandbox works.",
                ConfigurationRules.MinimumVariable),
            Key(
                "maximum",
                Scalars.OneOf<IsolationRung>(),
                isolation => isolation.Maximum,
                (isolation, value) => isolation with { Maximum = value },
                "The strongest rung that is tried: `none`, together with a minimum of `none`, goes without a sandbox even where one works.",
                "ERRAND_ISOLATION_MAXIMUM"),
        ]));
}
