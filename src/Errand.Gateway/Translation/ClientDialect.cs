namespace Errand.Gateway.Translation;

/// <summary>The protocol that a client of the gateway speaks.</summary>
public enum ClientDialect
{
    /// <summary>Anthropic Messages, <c>POST /v1/messages</c>; what Claude Code speaks.</summary>
    Messages,

    /// <summary>OpenAI Responses, <c>POST /v1/responses</c>; what Codex speaks.</summary>
    Responses,

    /// <summary>OpenAI Chat Completions, <c>POST /v1/chat/completions</c>; passed through to <see cref="UpstreamProtocol.Chat"/> only.</summary>
    ChatCompletions,
}
