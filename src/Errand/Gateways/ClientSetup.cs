using Errand.Gateway.Configuration;

namespace Errand.Gateways;

/// <summary>What to type so that a client uses a gateway. The token stays in its file: a shell reads it when the lines are run.</summary>
internal static class ClientSetup
{
    private const string Fast = "fast";
    private const string Think = "think";
    private const string TokenVariable = "ERRAND_GATEWAY_TOKEN";
    private const string Provider = "errand";

    /// <summary>Lines for a shell, before Claude Code is started in it.</summary>
    /// <param name="url">The gateway's URL, without <c>/v1</c>.</param>
    /// <param name="tokenFile">Where the token is.</param>
    /// <param name="options">The configuration.</param>
    public static IEnumerable<string> Claude(string url, string tokenFile, GatewayOptions options)
    {
        // It would send this key too, and ask which one it shall use.
        yield return "unset ANTHROPIC_API_KEY CLAUDE_CODE_OAUTH_TOKEN";
        yield return $"export ANTHROPIC_BASE_URL={Quote(url)}";
        yield return $"export ANTHROPIC_AUTH_TOKEN=\"$(cat {Quote(tokenFile)})\"";
        yield return "export CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1";
        string[] names = Names(options);
        if (names.Length == 0)
            yield break;

        // All of them: sub-agents and titles ask for models by names of their own, and an alias that is not set goes to the vendor's model.
        string usual = names[0];
        string small = names.Contains(Fast) ? Fast : usual;
        string large = names.Contains(Think) ? Think : usual;
        foreach ((string variable, string model) in ((string, string)[])
            [
                ("ANTHROPIC_MODEL", usual),
                ("ANTHROPIC_DEFAULT_SONNET_MODEL", usual),
                ("ANTHROPIC_DEFAULT_OPUS_MODEL", large),
                ("ANTHROPIC_DEFAULT_FABLE_MODEL", large),
                ("ANTHROPIC_DEFAULT_HAIKU_MODEL", small),
                ("ANTHROPIC_SMALL_FAST_MODEL", small),
                ("CLAUDE_CODE_SUBAGENT_MODEL", small),
            ])
        {
            yield return $"export {variable}={Quote(model)}";
        }
    }

    /// <summary>Lines for a shell: the token's variable, and the command that Codex is started with.</summary>
    /// <inheritdoc cref="Claude"/>
    public static IEnumerable<string> Codex(string url, string tokenFile, GatewayOptions options)
    {
        yield return $"export {TokenVariable}=\"$(cat {Quote(tokenFile)})\"";
        string[] names = Names(options);
        string model = names.Length == 0 ? "" : $" {Option("model", names[0])}";
        string provider = $"model_providers.{Provider}";
        yield return $"codex{model} {Option("model_provider", Provider)} {Option($"{provider}.name", Provider)} {Option($"{provider}.base_url", $"{url}/v1")} "
            + $"{Option($"{provider}.wire_api", "responses")} {Option($"{provider}.env_key", TokenVariable)}";
    }

    private static string[] Names(GatewayOptions options) => [.. options.Models.Keys.Where(name => name != ModelOptions.Any)];

    private static string Option(string key, string value) => $"-c {Quote($"{key}=\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"")}";

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
