using System.Text;

namespace Errand.Benchmarks.Gateways;

/// <summary>How <see cref="FakeUpstream"/> sends the chunks of a stream, which the prompt tells it: that passes any gateway unchanged.</summary>
/// <param name="Prompt">The request's only message.</param>
/// <param name="ChunksOfSend">Chunks in one send.</param>
/// <param name="SendsOfTurn">Sends until it is another stream's turn.</param>
internal sealed record StreamPace(string Prompt, int ChunksOfSend, int SendsOfTurn)
{
    /// <summary>Each chunk is a send, one right after the other.</summary>
    public static readonly StreamPace AtOnce = new("Say hello.", 1, UpstreamAnswers.Chunks);

    /// <summary>Each chunk is a send, and all streams take turns, as a model server decodes its batch.</summary>
    public static readonly StreamPace InStep = new("Say hello in step.", 1, 1);

    /// <summary>Several chunks are a send, as they arrive from behind a proxy or from a fast model.</summary>
    public static readonly StreamPace InBursts = new("Say hello in bursts.", 20, 1);

    private static readonly StreamPace[] Asked = [InStep, InBursts];

    private readonly byte[] prompt = Encoding.UTF8.GetBytes(Prompt);

    public static StreamPace Of(ReadOnlySpan<byte> request)
    {
        foreach (StreamPace pace in Asked)
        {
            if (request.IndexOf(pace.prompt) >= 0)
                return pace;
        }

        return AtOnce;
    }

    /// <summary>The bytes of one send.</summary>
    public byte[] Send { get; } = [.. Enumerable.Repeat(UpstreamAnswers.Chunk, ChunksOfSend).SelectMany(chunk => chunk)];
}
