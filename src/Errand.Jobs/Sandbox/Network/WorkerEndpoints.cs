using System.Text;
using System.Text.RegularExpressions;
using Errand.Jobs.Workers;

namespace Errand.Jobs.Sandbox.Network;

/// <summary>Finds where a worker calls its model, from what its configuration and its driver say: nothing else is reachable.</summary>
internal static partial class WorkerEndpoints
{
    /// <summary>No worker needs more, and a file with a thousand addresses must not open a thousand ports.</summary>
    private const int Most = 8;

    /// <summary>Lower ports cannot be listened to without a privilege that no sandbox has.</summary>
    private const int FirstOrdinary = 1024;

    public static IReadOnlyList<Endpoint> Of(WorkerContext context, WorkerLaunch launch)
    {
        IEnumerable<string> texts =
        [
            context.Gateway?.OpenAiUrl ?? "", context.Worker.BaseUrl ?? "", .. launch.Command.Environment.Values, .. context.Worker.Command,
            .. launch.Files.Select(file => Encoding.UTF8.GetString(file.Content.Span)),
        ];
        Endpoint[] found = [.. texts.SelectMany(In).Distinct()];
        IEnumerable<Endpoint> own = launch.Hosts.Select(host => new Endpoint(host, 443));
        return [.. found.Where(endpoint => endpoint is { IsLoopback: true, Port: >= FirstOrdinary }).Take(Most), .. own.Concat(found.Where(endpoint => !endpoint.IsLoopback)).Take(Most)];
    }

    private static IEnumerable<Endpoint> In(string text) => Url().Matches(text)
        .Select(match => Endpoint.Parse(match.Groups[2].Value, match.Groups[1].Value.Equals("http", StringComparison.OrdinalIgnoreCase) ? 80 : 443))
        .OfType<Endpoint>();

    [GeneratedRegex(@"\b(https?|wss?)://([A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?|\[[0-9A-Fa-f:]+\](?::[0-9]{1,5})?)", RegexOptions.IgnoreCase)]
    private static partial Regex Url();
}
