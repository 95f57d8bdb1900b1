namespace Errand.Mcp.Sessions;

/// <summary>
/// How long a call may last before the host gives it up. Progress notifications extend no host's limit, so a wait ends before it and
/// says that the job still runs.
/// </summary>
internal static class HostLimits
{
    /// <summary>Claude Code moves a call to the background after 2 min.</summary>
    private static readonly TimeSpan ClaudeCode = TimeSpan.FromSeconds(100);

    /// <summary>Codex gives a call up after 300 s.</summary>
    private static readonly TimeSpan Codex = TimeSpan.FromSeconds(240);

    /// <summary>The limit that many clients use is 60 s.</summary>
    private static readonly TimeSpan Unknown = TimeSpan.FromSeconds(45);

    /// <summary>The longest wait for a host, by the name that it gives itself (<c>clientInfo.name</c>).</summary>
    public static TimeSpan LongestWait(string? hostName) => hostName switch
    {
        not null when hostName.StartsWith("claude-code", StringComparison.OrdinalIgnoreCase) => ClaudeCode,
        not null when hostName.StartsWith("codex", StringComparison.OrdinalIgnoreCase) => Codex,
        _ => Unknown,
    };
}
