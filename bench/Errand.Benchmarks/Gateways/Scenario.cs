namespace Errand.Benchmarks.Gateways;

/// <summary>One kind of load.</summary>
/// <param name="Name">For the results page.</param>
/// <param name="Connections">Requests in flight at once.</param>
/// <param name="Messages">What a gateway is sent.</param>
/// <param name="Chat">What the endpoint itself is sent.</param>
/// <param name="Mark">What a gateway's answer must hold.</param>
/// <param name="UpstreamMark">What the endpoint's answer must hold.</param>
/// <param name="Target">What the figures should reach.</param>
internal sealed record Scenario(string Name, int Connections, byte[] Messages, byte[] Chat, byte[] Mark, byte[] UpstreamMark, string Target)
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Json("small JSON, 1 connection", 1, "added first byte under 1.5 ms"),
        Json("small JSON, 32 connections", 32, "15,000/s and 12 times"),
        Json("small JSON, 256 connections", 256, "p99 under 60 ms"),
        Stream("200-chunk stream, 1 connection", StreamPace.AtOnce, 1, "added first byte under 1.5 ms"),
        Stream("200-chunk stream, 256 connections", StreamPace.AtOnce, 256, "12 times"),
        Stream("the same, 20 chunks a send", StreamPace.InBursts, 256, "12 times"),
        Stream("the same, a chunk a send, streams in step", StreamPace.InStep, 256, ""),
        new("85 KB Claude Code body, 1 connection", 1, Requests.Claude(Peers.Token), Requests.ClaudeToUpstream(), "end_turn"u8.ToArray(), "Hello there"u8.ToArray(), "added p50 under 1 ms, 40 times"),
    ];

    private static Scenario Json(string name, int connections, string target) => new(
        name,
        connections,
        Requests.SmallMessages(Peers.Token, StreamPace.AtOnce.Prompt, isStream: false),
        Requests.SmallChat(StreamPace.AtOnce.Prompt, isStream: false),
        "end_turn"u8.ToArray(),
        "Hello there"u8.ToArray(),
        target);

    private static Scenario Stream(string name, StreamPace pace, int connections, string target) => new(
        name,
        connections,
        Requests.SmallMessages(Peers.Token, pace.Prompt, isStream: true),
        Requests.SmallChat(pace.Prompt, isStream: true),
        "message_stop"u8.ToArray(),
        "[DONE]"u8.ToArray(),
        target);
}
