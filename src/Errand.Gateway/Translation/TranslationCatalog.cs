using Errand.Gateway.ChatCompletions;
using Errand.Gateway.Messages;

namespace Errand.Gateway.Translation;

/// <summary>The translations that there are, by client dialect and upstream protocol.</summary>
public sealed class TranslationCatalog
{
    private readonly Dictionary<(ClientDialect Dialect, UpstreamProtocol Protocol), ITranslation> translations;

    public TranslationCatalog()
        : this(() => Guid.NewGuid().ToString("n"))
    {
    }

    /// <param name="newId">Makes letters and digits that no other answer has.</param>
    internal TranslationCatalog(Func<string> newId) => translations = new()
    {
        [(ClientDialect.Messages, UpstreamProtocol.Chat)] = new MessagesToChat(newId),
        [(ClientDialect.ChatCompletions, UpstreamProtocol.Chat)] = new ChatToChat(newId),
    };

    /// <summary>Null if the dialect cannot be served by the protocol.</summary>
    public ITranslation? Find(ClientDialect dialect, UpstreamProtocol protocol) => translations.GetValueOrDefault((dialect, protocol));
}
