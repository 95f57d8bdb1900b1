namespace Errand.Gateway.Recording;

/// <summary>What is kept of one call to an upstream.</summary>
internal sealed class TryRecording(string upstream, string url, string request)
{
    private readonly BoundedText answer = new();

    public string Upstream => upstream;

    public string Url => url;

    public string Request => request;

    /// <summary>The upstream's HTTP status; 0 = there was none.</summary>
    public int Status { get; set; }

    /// <summary>Why it failed; null = it did not.</summary>
    public string? Fault { get; set; }

    public string Answer => answer.ToString();

    public void AddAnswer(ReadOnlySpan<byte> bytes) => answer.Add(bytes);
}
