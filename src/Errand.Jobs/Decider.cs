using Errand.Core;
using Errand.Jobs.Requests;

namespace Errand.Jobs;

/// <summary>Who decides something about a job, and why, as the journal keeps it.</summary>
/// <param name="Name">A person at a terminal (<c>cli</c>), a host by its name, the user of one, or Errand itself.</param>
/// <param name="Why">In the decider's words; null = not said.</param>
public sealed record Decider(string Name, string? Why = null)
{
    /// <summary>Errand itself, as its host wished beforehand.</summary>
    public const string Errand = "errand";

    /// <summary>Longest reason in UTF-16 characters.</summary>
    internal const int LongestWhy = 1_000;

    public static implicit operator Decider(string name) => new(name);

    /// <exception cref="ErrandException">ERR1001: the reason is blank or too long.</exception>
    public static Decider Of(string name, string? why)
    {
        if (why is not null && (string.IsNullOrWhiteSpace(why) || why.Length > LongestWhy || why.Contains('\0')))
            throw RequestValidator.Refused("why", why, $"a reason has 1 to {LongestWhy:N0} characters and no NUL", "The tests cover what I need.");
        return new Decider(name, why?.Trim());
    }
}
