namespace Errand.Gateway.Scripted;

/// <summary>Keeps what was received, within bounds, and lets others wait for it.</summary>
internal sealed class RequestLog(int maxRequests, long maxCharacters)
{
    private readonly Lock gate = new();
    private readonly Queue<ScriptedRequest> requests = [];
    private readonly List<ScriptedViolation> violations = [];
    private readonly List<(Func<ScriptedRequest, bool> Matches, TaskCompletionSource<ScriptedRequest> Found)> waiters = [];
    private long characters;
    private int lastNumber;

    public ScriptedRequests Requests
    {
        get
        {
            lock (gate)
                return new ScriptedRequests([.. requests]);
        }
    }

    public IReadOnlyList<ScriptedViolation> Violations
    {
        get
        {
            lock (gate)
                return [.. violations];
        }
    }

    public int NextNumber() => Interlocked.Increment(ref lastNumber);

    public void Add(ScriptedRequest request, IEnumerable<RuleBreak> broken)
    {
        List<TaskCompletionSource<ScriptedRequest>> found;
        lock (gate)
        {
            requests.Enqueue(request);
            characters += request.Body.Length;
            while (requests.Count > maxRequests || characters > maxCharacters && requests.Count > 1)
                characters -= requests.Dequeue().Body.Length;
            // Bounded like the requests: a client that repeats a bad request for ever must not fill the memory.
            violations.AddRange(broken.Take(Math.Max(0, maxRequests - violations.Count)).Select(rule => new ScriptedViolation(request.Number, rule.Rule, rule.Message)));
            found = [.. waiters.Where(waiter => waiter.Matches(request)).Select(waiter => waiter.Found)];
        }

        foreach (var waiter in found)
            waiter.TrySetResult(request);
    }

    /// <summary>The first request that matches, among those received and those to come.</summary>
    public async Task<ScriptedRequest> WaitAsync(Func<ScriptedRequest, bool> matches, CancellationToken cancellationToken)
    {
        var waiter = (matches, new TaskCompletionSource<ScriptedRequest>(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (gate)
        {
            if (requests.FirstOrDefault(matches) is { } request)
                return request;

            waiters.Add(waiter);
        }

        try
        {
            return await waiter.Item2.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (gate)
                waiters.Remove(waiter);
        }
    }
}
