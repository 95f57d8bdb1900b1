namespace Errand.Jobs.Sandbox;

/// <summary>Something that stands in the file system of a sandbox. Later ones stand on top of earlier ones.</summary>
/// <param name="Target">Where it stands inside; absolute.</param>
public abstract record SandboxMount(string Target);
