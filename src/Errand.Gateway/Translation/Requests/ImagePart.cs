namespace Errand.Gateway.Translation.Requests;

/// <summary>An image, either as base64 data with its media type, or by URL (a <c>data:</c> URL is split by the reader).</summary>
public sealed record ImagePart : Part
{
    /// <summary>Such as <c>image/png</c>; empty with a <see cref="Url"/>.</summary>
    public JsonText MediaType { get; init; }

    /// <summary>Base64; empty with a <see cref="Url"/>.</summary>
    public JsonText Data { get; init; }

    /// <summary>Empty with <see cref="Data"/>.</summary>
    public JsonText Url { get; init; }
}
