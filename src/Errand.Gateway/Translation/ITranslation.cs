namespace Errand.Gateway.Translation;

/// <summary>Makes calls of one client dialect fit for one upstream protocol, pass-through included.</summary>
public interface ITranslation
{
    /// <summary>Makes the upstream's request of the client's. Has no side effect, so a retry on another target starts over.</summary>
    /// <param name="body">The client's whole body; must stay unchanged while the result is in use.</param>
    /// <param name="target">The upstream's model, protocol and profile.</param>
    /// <exception cref="TranslationException">The body is not JSON, or not a request of this dialect.</exception>
    TranslatedCall Translate(ReadOnlyMemory<byte> body, ModelTarget target);
}
