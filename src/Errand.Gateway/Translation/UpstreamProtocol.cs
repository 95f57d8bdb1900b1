namespace Errand.Gateway.Translation;

/// <summary>The protocol that a model endpoint behind the gateway speaks: <c>protocol</c> in the configuration.</summary>
public enum UpstreamProtocol
{
    /// <summary>OpenAI Chat Completions; <c>baseUrl</c> ends before <c>/chat/completions</c>.</summary>
    Chat,

    /// <summary>Anthropic Messages; <c>baseUrl</c> ends before <c>/v1/messages</c>, or before <c>/messages</c> when it ends in <c>/v1</c>.</summary>
    Anthropic,

    /// <summary>OpenAI Responses; <c>baseUrl</c> ends before <c>/responses</c>.</summary>
    Responses,
}
