namespace Errand.Gateway.Translation.Requests;

/// <summary>The JSON schema that an answer shall have.</summary>
/// <param name="Name">Empty if the dialect has none; the writer then makes one.</param>
/// <param name="Schema">The JSON schema.</param>
/// <param name="IsStrict">Null = the client did not say.</param>
public sealed record OutputFormat(JsonText Name, RawJson Schema, bool? IsStrict);
