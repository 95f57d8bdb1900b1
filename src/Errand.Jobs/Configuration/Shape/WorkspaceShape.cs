using Errand.Core.Forms;
using Errand.Jobs.Workspaces;
using static Errand.Core.Forms.ObjectForm<Errand.Jobs.Workspaces.WorkspaceSettings>;

namespace Errand.Jobs.Configuration.Shape;

/// <summary>The keys below <c>workspace</c>.</summary>
internal static class WorkspaceShape
{
    public static ObjectForm<WorkspaceSettings> Workspace { get; } = new(
    [
        Key(
            "artifacts",
            new ListForm<string>(TextForms.DirectoryName),
            workspace => workspace.Artifacts,
            (workspace, value) => workspace with { Artifacts = value },
            "Names of ignored directories of your checkout that an overlay workspace has too; changes in them are thrown away. Add `bin` and `obj` for builds that go on from yours."),
        Key(
            "snapshotAge",
            Scalars.Time(TimeSpan.Zero, TimeSpan.FromDays(3_650)),
            workspace => workspace.SnapshotAge,
            (workspace, value) => workspace with { SnapshotAge = value },
            "How long a snapshot of a base is kept that no job uses any more."),
        Key(
            "snapshotBytes",
            Scalars.Bytes(0, 1L << 40),
            workspace => workspace.SnapshotBytes,
            (workspace, value) => workspace with { SnapshotBytes = value },
            "Most bytes of unused snapshots; the least recently used go first."),
    ]);
}
