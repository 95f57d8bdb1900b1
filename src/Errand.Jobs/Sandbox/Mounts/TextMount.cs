namespace Errand.Jobs.Sandbox;

/// <summary>A small file that Errand writes for the sandbox, to be read only.</summary>
/// <param name="Text">All that it holds.</param>
/// <param name="Target">Where it stands inside.</param>
public sealed record TextMount(string Text, string Target) : SandboxMount(Target);
