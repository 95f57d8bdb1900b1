using System.Text.Json;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Writes the body of <c>POST /chat/completions</c> as the backend's profile wants it.</summary>
internal sealed class ChatRequestWriter
{
    private const int Slack = 512;

    private readonly ModelCall call;
    private readonly ModelTarget target;
    private readonly ToolNameMap names;
    private readonly JsonSplice output;

    private ChatRequestWriter(ModelCall call, ModelTarget target, ToolNameMap names, int capacity)
    {
        this.call = call;
        this.target = target;
        this.names = names;
        output = new JsonSplice(capacity);
    }

    /// <summary>The body.</summary>
    /// <param name="call">What the client wants.</param>
    /// <param name="target">Whom it asks.</param>
    /// <param name="names">The upstream's names of the tools.</param>
    /// <param name="size">Size of the client's body, which is about that of the upstream's.</param>
    public static ReadOnlyMemory<byte> Write(ModelCall call, ModelTarget target, ToolNameMap names, int size) =>
        new ChatRequestWriter(call, target, names, size + (size / 16) + Slack).Write();

    private ReadOnlyMemory<byte> Write()
    {
        var profile = target.Profile;
        var members = new BodyMembers(output, target.Parameters.Utf8, profile.Omit);
        var isStrictFormat = profile.ResponseFormat == "json_schema";
        if (members.Begin("model"u8))
            output.Quoted(target.Model);
        if (members.Begin("messages"u8))
            new ChatMessages(output, target, names).Write(call.Turns, isStrictFormat ? null : call.Format);
        if (call.IsStream)
        {
            members.Raw("stream"u8, "true"u8);
            if (profile.StreamUsage)
                members.Raw("stream_options"u8, "{\"include_usage\":true}"u8);
        }

        MaxTokens(members);
        members.Raw("temperature"u8, call.Temperature.Utf8.Span);
        members.Raw("top_p"u8, call.TopP.Utf8.Span);
        if (profile.TopK)
            members.Raw("top_k"u8, call.TopK.Utf8.Span);
        Stop(members);
        ChatTools.Write(call, target.Profile, names, members, output);
        ChatReasoning.Write(call, target.Profile, members);
        Format(members, isStrictFormat);
        members.End();
        return output.ToMemory();
    }

    private void MaxTokens(BodyMembers members)
    {
        var profile = target.Profile;
        if (profile.MaxTokens == "none" || call.MaxTokens.IsEmpty)
            return;
        if (!members.Begin(profile.MaxTokens == "max_tokens" ? "max_tokens"u8 : "max_completion_tokens"u8))
            return;

        var reader = JsonScan.Over(call.MaxTokens.Utf8.Span);
        reader.Read();
        if (profile.MaxTokensLimit is { } limit && reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var wanted) && wanted > limit)
            output.Number(limit);
        else
            output.Raw(call.MaxTokens.Utf8.Span);
    }

    private void Stop(BodyMembers members)
    {
        if (call.Stop.Count == 0 || !members.Begin("stop"u8))
            return;

        output.Raw((byte)'[');
        var count = Math.Min(call.Stop.Count, target.Profile.MaxStopSequences ?? long.MaxValue);
        for (var index = 0; index < count; index++)
        {
            if (index > 0)
                output.Raw((byte)',');
            output.Quoted(call.Stop[index].Escaped.Span);
        }

        output.Raw((byte)']');
    }

    private void Format(BodyMembers members, bool isStrictFormat)
    {
        if (call.Format is not { } format || target.Profile.ResponseFormat == "none" || !members.Begin("response_format"u8))
            return;
        if (!isStrictFormat)
        {
            output.Raw("{\"type\":\"json_object\"}"u8);
            return;
        }

        output.Raw("{\"type\":\"json_schema\",\"json_schema\":{\"name\":"u8);
        output.Quoted(format.Name.IsEmpty ? "answer"u8 : format.Name.Escaped.Span);
        output.Raw(",\"schema\":"u8);
        output.Raw(format.Schema.Utf8.Span);
        if (format.IsStrict is { } isStrict)
        {
            output.Raw(",\"strict\":"u8);
            output.Bool(isStrict);
        }

        output.Raw("}}"u8);
    }
}
