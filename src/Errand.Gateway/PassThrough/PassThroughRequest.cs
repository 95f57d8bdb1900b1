using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.PassThrough;

/// <summary>
/// A request for an upstream that speaks the client's own protocol: the client's bytes, but for the model's name, the model's own parameters, and
/// reasoning under the gateway's own seal, which another upstream made earlier in the conversation and this one would refuse.
/// </summary>
internal sealed class PassThroughRequest
{
    private readonly ReadOnlyMemory<byte> body;
    private readonly List<(int Start, int End, byte[] Text)> edits = [];

    private PassThroughRequest(ReadOnlyMemory<byte> body) => this.body = body;

    public bool IsStream { get; private set; }

    public byte[] Body { get; private set; } = [];

    /// <exception cref="System.Text.Json.JsonException">The body is not JSON.</exception>
    /// <exception cref="TranslationException">The body is no request.</exception>
    public static PassThroughRequest Of(ReadOnlyMemory<byte> body, ModelTarget target)
    {
        var request = new PassThroughRequest(body);
        request.Read(target);
        return request;
    }

    private void Read(ModelTarget target)
    {
        var parameters = Parameters(target);
        var used = new bool[parameters.Count];
        bool hasSeals = body.Span.IndexOf(ReasoningSeal.Prefix) >= 0;
        bool hasModel = false;
        int end = 0;
        var cursor = new JsonCursor(body);
        if (!cursor.IsObject)
            throw new TranslationException("The body is not a JSON object. Send the object of a request.");
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            int own = Overriding(ref cursor, parameters);
            if (own >= 0)
            {
                used[own] = true;
                Replace(ref cursor, parameters[own].Value);
            }
            else if (cursor.NameIs("model"u8))
            {
                hasModel = cursor.IsString;
                Replace(ref cursor, Quoted(target.Model));
            }
            else if (cursor.NameIs("stream"u8))
                IsStream = cursor.IsTrue;
            else if (hasSeals && (cursor.NameIs("messages"u8) || cursor.NameIs("input"u8)) && cursor.IsArray)
                SealedReasoning.Find(ref cursor, body.Span, edits);
        }

        end = cursor.Position - 1;
        cursor.Finish();
        if (!hasModel && Array.TrueForAll(used, isUsed => !isUsed))
            throw new TranslationException("'model' is missing or no string. Name the model that shall answer.");
        Body = Edited(end, parameters, used);
    }

    private byte[] Edited(int end, List<(byte[] Name, byte[] Value)> parameters, bool[] used)
    {
        var output = new JsonSplice();
        int from = 0;
        foreach (var (start, stop, text) in edits)
        {
            output.Raw(body.Span[from..start]);
            output.Raw(text);
            from = stop;
        }

        output.Raw(body.Span[from..end]);
        for (int at = 0; at < parameters.Count; at++)
        {
            if (used[at])
                continue;
            output.Raw((byte)',');
            output.Quoted(parameters[at].Name);
            output.Raw((byte)':');
            output.Raw(parameters[at].Value);
        }

        output.Raw(body.Span[end..]);
        return output.ToArray();
    }

    private void Replace(ref JsonCursor cursor, byte[] value)
    {
        int start = cursor.Start;
        cursor.Raw();
        edits.Add((start, cursor.Position, value));
    }

    private static int Overriding(ref JsonCursor cursor, List<(byte[] Name, byte[] Value)> parameters)
    {
        for (int at = 0; at < parameters.Count; at++)
        {
            if (cursor.NameIs(parameters[at].Name))
                return at;
        }

        return -1;
    }

    private static List<(byte[] Name, byte[] Value)> Parameters(ModelTarget target)
    {
        var parameters = new List<(byte[], byte[])>();
        if (target.Parameters.IsEmpty)
            return parameters;
        var cursor = new JsonCursor(target.Parameters.Utf8);
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
            parameters.Add((cursor.Name.ToArray(), cursor.Raw().ToArray()));
        return parameters;
    }

    private static byte[] Quoted(string text)
    {
        var output = new JsonSplice();
        output.Quoted(text);
        return output.ToArray();
    }
}
