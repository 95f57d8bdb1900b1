namespace Errand.Gateway.Translation;

/// <summary>A client's dialect on another protocol's upstream.</summary>
/// <param name="client">Reads the request and writes the answer.</param>
/// <param name="upstream">Writes the request and reads the answer.</param>
/// <param name="newId">Makes letters and digits that no other answer has.</param>
internal sealed class PairTranslation(ClientSide client, UpstreamSide upstream, Func<string> newId) : ITranslation
{
    public TranslatedCall Translate(ReadOnlyMemory<byte> body, ModelTarget target)
    {
        var call = client.ReadRequest(body);
        var names = new ToolNameMap(call.Tools);
        return new PairCall(client, upstream, new(target.AnswerModel, names, newId))
        {
            Body = upstream.WriteRequest(call, target, names, body.Length),
            IsStream = call.IsStream,
        };
    }
}
