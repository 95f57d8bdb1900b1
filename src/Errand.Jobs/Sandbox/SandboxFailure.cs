using Errand.Core;

namespace Errand.Jobs.Sandbox;

/// <summary>Says what a sandbox that did not start needs, from what it printed.</summary>
internal static class SandboxFailure
{
    private const int LongestQuote = 200;

    private static readonly (string Text, string Remedy)[] Known =
    [
        ("setting up uid map", AppArmor),
        ("RTM_NEWADDR", AppArmor),
        ("No permissions to create new namespace", Namespaces),
        ("Creating new namespace failed", Namespaces),
        ("mount proc", "a container hides parts of /proc: start it with `--security-opt systempaths=unconfined`"),
        ("max_user_namespaces", "further namespaces cannot be forbidden here: make /proc/sys writable to the namespace, or use a bubblewrap from outside the container"),
    ];

    private const string AppArmor =
        "AppArmor forbids it namespaces: add the file /etc/apparmor.d/bwrap with `profile bwrap /usr/bin/bwrap flags=(unconfined) { userns, }` and run `apparmor_parser -r /etc/apparmor.d/bwrap`";

    private const string Namespaces =
        "user namespaces are not allowed: `sysctl -w kernel.unprivileged_userns_clone=1 user.max_user_namespaces=15000`, or start the container with `--security-opt seccomp=unconfined`";

    /// <summary>A clause without a full stop.</summary>
    /// <param name="error">What it printed on standard error.</param>
    public static string Explain(string error)
    {
        string line = error.Split('\n').LastOrDefault(line => line.Trim().Length > 0)?.Trim() ?? "";
        string said = line.Length == 0 ? "it failed without a word" : $"it says {Escaping.Quote(line, LongestQuote)}";
        string? remedy = Known.FirstOrDefault(known => error.Contains(known.Text, StringComparison.OrdinalIgnoreCase)).Remedy;
        return remedy is null ? said : $"{said}; {remedy}";
    }
}
