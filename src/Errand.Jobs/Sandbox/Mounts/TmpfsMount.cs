namespace Errand.Jobs.Sandbox;

/// <summary>An empty directory in memory, gone with the sandbox.</summary>
/// <param name="Target">Where it stands inside.</param>
/// <param name="Bytes">Most that it may hold: memory that it takes from the machine.</param>
public sealed record TmpfsMount(string Target, long Bytes) : SandboxMount(Target);
