namespace Errand.Jobs.Sandbox;

/// <summary>A file or directory of the machine.</summary>
/// <param name="Source">Where it is outside; absolute.</param>
/// <param name="Target">Where it stands inside.</param>
/// <param name="IsWritable">Whether the sandbox may change it.</param>
public sealed record BindMount(string Source, string Target, bool IsWritable) : SandboxMount(Target)
{
    /// <summary>Whether the sandbox does without it where it does not exist.</summary>
    public bool IsOptional { get; init; }

    /// <summary>At its own path, to be read only.</summary>
    public static BindMount ReadOnly(string path) => new(path, path, IsWritable: false);

    /// <summary>At its own path, to be changed.</summary>
    public static BindMount Writable(string path) => new(path, path, IsWritable: true);
}
