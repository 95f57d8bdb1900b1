using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace Errand.Mcp.Transport;

/// <summary>The host's requests that still wait for their answers.</summary>
internal sealed class OpenRequests
{
    private static readonly object NoId = new();

    private readonly Lock sync = new();
    private readonly HashSet<object> open = [];
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool isClosing;

    public void Received(JsonRpcMessage message)
    {
        switch (message)
        {
            // A subscription is answered when it ends, which is when the host goes: nothing to wait for.
            case JsonRpcRequest request when request.Method != RequestMethods.SubscriptionsListen:
                lock (sync)
                    open.Add(request.Id.Id ?? NoId);
                break;

            // A cancelled request gets no answer.
            case JsonRpcNotification { Method: NotificationMethods.CancelledNotification, Params: JsonObject parameters }:
                Close(ReadId(parameters["requestId"]));
                break;
        }
    }

    public void Answered(JsonRpcMessage message)
    {
        if (message is JsonRpcResponse or JsonRpcError)
            Close(((JsonRpcMessageWithId)message).Id.Id);
    }

    /// <summary>Ends as soon as no request is open.</summary>
    public Task DrainAsync()
    {
        lock (sync)
        {
            isClosing = true;
            EndIfDrained();
        }

        return drained.Task;
    }

    private void Close(object? id)
    {
        lock (sync)
        {
            open.Remove(id ?? NoId);
            EndIfDrained();
        }
    }

    private void EndIfDrained()
    {
        if (isClosing && open.Count == 0)
            drained.TrySetResult();
    }

    private static object? ReadId(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonValue value when value.TryGetValue(out long number) => number,
        _ => null,
    };
}
