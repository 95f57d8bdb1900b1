namespace Errand.Jobs.Sandbox;

/// <summary>A symbolic link.</summary>
/// <param name="Link">What it says.</param>
/// <param name="Target">Where it stands inside.</param>
public sealed record LinkMount(string Link, string Target) : SandboxMount(Target);
