namespace Errand.EndToEnd.Tests.Disks;

/// <summary>A test that needs a file system of its own; skipped, saying why, where none can be mounted.</summary>
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.Missing;
}
