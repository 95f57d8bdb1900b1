namespace Errand.Gateway.Translation;

/// <summary>A client's request cannot be translated; the message is for the client.</summary>
public sealed class TranslationException(string message) : Exception(message);
