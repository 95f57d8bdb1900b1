using System.Globalization;

namespace Errand.Jobs.Sandbox.Network;

/// <summary>How programs in a sandbox find the proxy that leads to the hosts they may reach.</summary>
internal static class ProxyVariables
{
    private const int FirstPort = 47_411;

    /// <summary>A port of the sandbox's own loopback that nothing else of it uses.</summary>
    public static int PortBeside(IReadOnlyList<int> ports) => Enumerable.Range(FirstPort, ports.Count + 1).First(port => !ports.Contains(port));

    /// <summary>The variables with the proxy's added; what the configuration sets stays.</summary>
    public static Dictionary<string, string> Add(IReadOnlyDictionary<string, string> environment, int port)
    {
        var variables = new Dictionary<string, string>(environment);
        string url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        foreach (string name in (ReadOnlySpan<string>)["HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"])
            variables.TryAdd(name, url);
        foreach (string name in (ReadOnlySpan<string>)["NO_PROXY", "no_proxy"])
            variables.TryAdd(name, "127.0.0.1,localhost,::1");
        return variables;
    }
}
