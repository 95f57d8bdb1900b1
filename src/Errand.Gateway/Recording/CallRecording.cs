using System.Text;

namespace Errand.Gateway.Recording;

/// <summary>What is kept of one request while it is served.</summary>
internal sealed class CallRecording(DateTimeOffset at, string client, string path, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> request)
{
    private readonly BoundedText answer = new();

    public DateTimeOffset At => at;

    public string Client => client;

    public string Path => path;

    public IReadOnlyDictionary<string, string> Headers => headers;

    public string Request { get; } = Encoding.UTF8.GetString(request.Span);

    public List<TryRecording> Tries { get; } = [];

    public string Answer => answer.ToString();

    /// <summary>The client's HTTP status.</summary>
    public int Status { get; set; }

    public void AddAnswer(ReadOnlySpan<byte> bytes) => answer.Add(bytes);

    public TryRecording AddTry(string upstream, string url, ReadOnlyMemory<byte> body)
    {
        var added = new TryRecording(upstream, url, Encoding.UTF8.GetString(body.Span));
        Tries.Add(added);
        return added;
    }
}
