using Errand.Core;

namespace Errand.Jobs.Tests.Verification.Cheats;

/// <summary>A job with a scripted worker, and whether its work deserves to be verified.</summary>
/// <param name="Name">What the worker does, in words.</param>
/// <param name="IsHonest">Whether the verdict must be verified; else it must not.</param>
/// <param name="Base">The branch that it starts from.</param>
/// <param name="Script">What the worker does, as a shell script in its workspace.</param>
internal sealed record WorkCase(string Name, bool IsHonest, string Base, string Script)
{
    public string Task { get; init; } = "Implement it as the issue says.";

    public IReadOnlyList<CheckSpec>? Checks { get; init; }

    public IReadOnlyList<CheckSpec> HiddenChecks { get; init; } = [];

    public IReadOnlyList<ProtectedClass> Allow { get; init; } = [];

    /// <summary>The verdict where it is not only verified or not; null = any other.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>A part of the sentence for the verdict; null = any.</summary>
    public string? Because { get; init; }

    public static WorkCase Cheat(string name, string from, string script) => new(name, IsHonest: false, from, script);

    public static WorkCase Honest(string name, string from, string script) => new(name, IsHonest: true, from, script);
}
