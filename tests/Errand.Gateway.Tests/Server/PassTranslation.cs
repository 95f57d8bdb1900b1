using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.Tests.Server;

/// <summary>The simplest thing that keeps the rules of a translation: bytes go through as they are. A stream ends properly with <c>[DONE]</c>.</summary>
/// <param name="reading">Called before each piece of an answer is read; null = nothing is.</param>
internal sealed class PassTranslation(Action? reading = null) : ITranslation
{
    public static PassTranslation Instance { get; } = new();

    public TranslatedCall Translate(ReadOnlyMemory<byte> body, ModelTarget target)
    {
        JsonObject json = JsonNode.Parse(body.Span)!.AsObject();
        if (json.ContainsKey("untranslatable"))
            throw new TranslationException("This cannot be translated.");
        json["model"] = target.Model;
        if (!target.Parameters.IsEmpty)
        {
            foreach ((string key, JsonNode? value) in JsonNode.Parse(target.Parameters.Utf8.Span)!.AsObject())
                json[key] = value?.DeepClone();
        }

        return new Call(reading) { Body = Encoding.UTF8.GetBytes(json.ToJsonString()), IsStream = json["stream"]?.GetValue<bool>() ?? false };
    }

    private sealed class Call(Action? reading) : TranslatedCall
    {
        public override IAnswerTranslator CreateAnswer(bool isEventStream) => new Answer(isEventStream, reading);
    }

    private sealed class Answer(bool isEventStream, Action? reading) : IAnswerTranslator
    {
        private readonly StringBuilder seen = new();

        public bool HasStarted { get; private set; }

        public bool HasEnded { get; private set; }

        public GatewayFault? Fault { get; private set; }

        public TokenUsage Usage => new(seen.Length, 0, 0, 1, 0, IsEstimated: true);

        public void Read(ReadOnlySpan<byte> upstream, IBufferWriter<byte> client)
        {
            reading?.Invoke();
            seen.Append(Encoding.UTF8.GetString(upstream));
            string text = seen.ToString();
            if (!isEventStream)
                return;

            if (!HasStarted && text.Contains("\"error\"", StringComparison.Ordinal))
            {
                HasEnded = true;
                Fault = UpstreamFault.Of(new UpstreamError(503, null, text));
                return;
            }

            if (upstream.Length > 0)
                HasStarted = true;
            client.Write(upstream);
            HasEnded = text.Contains("[DONE]", StringComparison.Ordinal);
        }

        public void End(bool isTorn, IBufferWriter<byte> client)
        {
            HasEnded = true;
            if (isEventStream)
                Write(UpstreamFault.Torn, client);
            else if (isTorn)
                Fault = UpstreamFault.Torn;
            else if (!IsAnswer(seen.ToString()))
                Fault = UpstreamFault.Of(UpstreamFault.NotUnderstood);
            else
                Write(null, client);
        }

        public void Fail(GatewayFault fault, IBufferWriter<byte> client)
        {
            HasEnded = true;
            Write(fault, client);
        }

        private static bool IsAnswer(string text)
        {
            try
            {
                return JsonNode.Parse(text) is JsonObject answer && !answer.ContainsKey("error");
            }
            catch (JsonException)
            {
                return false;
            }
        }

        private void Write(GatewayFault? fault, IBufferWriter<byte> client)
        {
            Fault = fault;
            if (fault is null)
                client.Write(Encoding.UTF8.GetBytes(seen.ToString()));
            else if (HasStarted)
                client.Write(Encoding.UTF8.GetBytes($"event: error\ndata: {fault.Message}\n\n"));
        }
    }
}
