using Errand.Gateway.Translation;

namespace Errand.Models;

internal static class Translations
{
    public static ITranslation? Find(ClientDialect dialect, UpstreamProtocol protocol) => null;
}
