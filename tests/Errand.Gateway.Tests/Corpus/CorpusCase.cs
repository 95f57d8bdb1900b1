using System.Buffers;
using System.Text;
using System.Text.Json;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Profiles;
using Errand.Testing;

namespace Errand.Gateway.Tests.Corpus;

/// <summary>One case of the corpus: <c>Corpus/PAIR/NAME.json</c>, with what is expected beside it in <c>NAME.approved.txt</c>.</summary>
/// <remarks>
/// <c>client</c> is the client's request. A case with <c>upstream</c> is about the answer: a list of what arrives, objects as events and
/// strings as raw bytes, or one object (or a string of raw bytes) as a body; <c>end</c> is <c>close</c> (the default) or <c>reset</c>. <c>profile</c> is a name or a
/// profile of its own, <c>parameters</c> those of the model.
/// </remarks>
internal sealed class CorpusCase : IDisposable
{
    private static readonly Dictionary<string, (ClientDialect, UpstreamProtocol)> Pairs = new()
    {
        ["messages-anthropic"] = (ClientDialect.Messages, UpstreamProtocol.Anthropic),
        ["messages-chat"] = (ClientDialect.Messages, UpstreamProtocol.Chat),
        ["messages-responses"] = (ClientDialect.Messages, UpstreamProtocol.Responses),
        ["responses-anthropic"] = (ClientDialect.Responses, UpstreamProtocol.Anthropic),
        ["responses-chat"] = (ClientDialect.Responses, UpstreamProtocol.Chat),
        ["responses-responses"] = (ClientDialect.Responses, UpstreamProtocol.Responses),
        ["chat-chat"] = (ClientDialect.ChatCompletions, UpstreamProtocol.Chat),
    };

    private readonly JsonDocument document;
    private readonly Lazy<TranslatedCall> translated;
    private readonly ClientDialect dialect;
    private readonly UpstreamProtocol protocol;

    public CorpusCase(string pair, string name)
    {
        (dialect, protocol) = Pairs[pair];
        translated = new Lazy<TranslatedCall>(Translated);
        document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Directory, pair, $"{name}.json")), new JsonDocumentOptions { MaxDepth = 1000 });
    }

    public static string Directory { get; } = Path.Combine(ToolPaths.Repository, "tests", "Errand.Gateway.Tests", "Corpus");

    public bool IsAnswer => document.RootElement.TryGetProperty("upstream", out _);

    public static IEnumerable<(string Pair, string Name)> All() => Pairs.Keys.Order().SelectMany(pair =>
        System.IO.Directory.EnumerateFiles(Path.Combine(Directory, pair), "*.json").Order(StringComparer.Ordinal).Select(file => (pair, Path.GetFileNameWithoutExtension(file))));

    /// <summary>The upstream's request as text, one member or message a line, or why there is none.</summary>
    public string Request()
    {
        try
        {
            return Readable.Json(Encoding.UTF8.GetString(translated.Value.Body.Span));
        }
        catch (TranslationException exception)
        {
            return $"refused: {exception.Message}";
        }
    }

    /// <summary>What the client gets of the answer, and what is known of it afterwards.</summary>
    /// <param name="pieces">Where the upstream's bytes are cut.</param>
    public string Answer(params int[] pieces)
    {
        var upstream = Upstream;
        var translator = translated.Value.CreateAnswer(isEventStream: document.RootElement.GetProperty("upstream").ValueKind == JsonValueKind.Array);
        var client = new ArrayBufferWriter<byte>();
        var start = 0;
        foreach (var end in pieces.Append(upstream.Length))
        {
            translator.Read(upstream.AsSpan(start..end), client);
            start = end;
        }

        translator.End(isTorn: Text("end") == "reset", client);
        var usage = translator.Usage;
        var fault = translator.Fault is { } known ? $"{known.Kind} {known.Status} {known.Code ?? "-"}: {known.Message}" : "none";
        Assert.Equal(client.WrittenCount > 0, translator.HasStarted);
        Assert.True(translator.HasEnded);
        return $"""
            fault: {fault}
            usage: input {usage.Input}, cache read {usage.CacheRead}, cache write {usage.CacheWrite}, output {usage.Output}, reasoning {usage.Reasoning}{(usage.IsEstimated ? ", estimated" : "")}

            {Encoding.UTF8.GetString(client.WrittenSpan)}
            """;
    }

    public byte[] Upstream => field ??= Arriving();

    public void Dispose() => document.Dispose();

    private byte[] Arriving()
    {
        var upstream = document.RootElement.GetProperty("upstream");
        if (upstream.ValueKind == JsonValueKind.String)
            return Encoding.UTF8.GetBytes(upstream.GetString()!);
        if (upstream.ValueKind != JsonValueKind.Array)
            return Encoding.UTF8.GetBytes(upstream.GetRawText());

        return Encoding.UTF8.GetBytes(string.Concat(upstream.EnumerateArray().Select(piece =>
            piece.ValueKind == JsonValueKind.String ? piece.GetString() : $"data: {piece.GetRawText()}\n\n")));
    }

    private TranslatedCall Translated()
    {
        var client = document.RootElement.GetProperty("client");
        var body = client.ValueKind == JsonValueKind.String ? client.GetString()! : client.GetRawText();
        return new TranslationCatalog(() => "0", new ManualClock()).Find(dialect, protocol)!.Translate(Encoding.UTF8.GetBytes(body), new ModelTarget
        {
            Protocol = protocol,
            Model = "upstream-model",
            AnswerModel = "client-model",
            Profile = Profile(),
            Parameters = document.RootElement.TryGetProperty("parameters", out var parameters) ? new RawJson(Encoding.UTF8.GetBytes(parameters.GetRawText())) : default,
        });
    }

    private BackendProfile Profile()
    {
        if (!document.RootElement.TryGetProperty("profile", out var profile))
            return BackendProfiles.BuiltIn.Find("generic")!;
        if (profile.ValueKind == JsonValueKind.String)
            return BackendProfiles.BuiltIn.Find(profile.GetString()!)!;

        var problems = new List<ProfileProblem>();
        var own = BackendProfiles.Read(new Dictionary<string, JsonElement> { ["own"] = profile }, problems).Find("own")!;
        Assert.Empty(problems);
        return own;
    }

    private string? Text(string name) => document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
}
