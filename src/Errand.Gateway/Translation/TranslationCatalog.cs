using Errand.Gateway.ChatCompletions;
using Errand.Gateway.Messages;
using Errand.Gateway.PassThrough;
using Errand.Gateway.Responses;

namespace Errand.Gateway.Translation;

/// <summary>The translations that there are, by client dialect and upstream protocol.</summary>
public sealed class TranslationCatalog
{
    private readonly Dictionary<(ClientDialect Dialect, UpstreamProtocol Protocol), ITranslation> translations;

    public TranslationCatalog()
        : this(NewId)
    {
    }

    internal TranslationCatalog(Func<string> newId)
        : this(newId, TimeProvider.System)
    {
    }

    /// <param name="newId">Makes letters and digits that no other answer has.</param>
    /// <param name="clock">Says when an answer was made.</param>
    internal TranslationCatalog(Func<string> newId, TimeProvider clock) => translations = new()
    {
        [(ClientDialect.Messages, UpstreamProtocol.Chat)] = new PairTranslation(MessagesSides.Client, ChatSides.Upstream, newId),
        [(ClientDialect.Messages, UpstreamProtocol.Anthropic)] = new PassThroughTranslation(MessagesSides.Client, MessagesSides.Upstream, newId),
        [(ClientDialect.Messages, UpstreamProtocol.Responses)] = new PairTranslation(MessagesSides.Client, ResponsesSides.Upstream, newId),
        [(ClientDialect.Responses, UpstreamProtocol.Chat)] = new PairTranslation(ResponsesSides.Client(clock), ChatSides.Upstream, newId),
        [(ClientDialect.Responses, UpstreamProtocol.Anthropic)] = new PairTranslation(ResponsesSides.Client(clock), MessagesSides.Upstream, newId),
        [(ClientDialect.Responses, UpstreamProtocol.Responses)] = new PassThroughTranslation(ResponsesSides.Client(clock), ResponsesSides.Upstream, newId),
        [(ClientDialect.ChatCompletions, UpstreamProtocol.Chat)] = new ChatToChat(newId),
    };

    /// <summary>Null if the dialect cannot be served by the protocol.</summary>
    public ITranslation? Find(ClientDialect dialect, UpstreamProtocol protocol) => translations.GetValueOrDefault((dialect, protocol));

    /// <summary>Unlike a new Guid, these numbers cost no system call; nobody gains by guessing one.</summary>
    private static string NewId()
    {
        Span<byte> number = stackalloc byte[16];
#pragma warning disable CA5394 // See above.
        Random.Shared.NextBytes(number);
#pragma warning restore CA5394
        return Convert.ToHexStringLower(number);
    }
}
