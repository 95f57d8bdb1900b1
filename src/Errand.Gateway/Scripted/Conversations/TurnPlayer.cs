using System.Text;

namespace Errand.Gateway.Scripted;

/// <summary>Decides what to answer: the due turn of the request's conversation, or a detour that the client needs before it.</summary>
internal sealed class TurnPlayer(ModelScript script, TimeProvider clock)
{
    private readonly ConversationBook book = new(script);

    /// <param name="request">The request.</param>
    /// <param name="bodyBytes">Its size, to estimate usage from.</param>
    /// <exception cref="ScriptPlayException">The script cannot be played to this request.</exception>
    public Play Next(ModelRequest request, long bodyBytes)
    {
        if (request.SideAnswer is { } side)
            return new Play { Answer = Answer(request, bodyBytes, null, new ScriptTurn { Path = "", Say = side }, []) };

        var conversation = book.Of(request);
        lock (conversation.Gate)
            return Next(request with { WorkingDirectory = conversation.Scenario.WorkingDirectory ?? request.WorkingDirectory }, bodyBytes, conversation);
    }

    private Play Next(ModelRequest request, long bodyBytes, Conversation conversation)
    {
        var scenario = conversation.Scenario;
        var dialect = ToolDialects.For(request);
        // A prompt instead of results: the client was ended in the middle of the detour, which begins again.
        if (request.NewResults.Count == 0 && conversation.Detour.Count > 0)
        {
            conversation.Detour.Clear();
            Enqueue(dialect.Before(conversation.Due?.Calls ?? [], request));
        }
        else if (conversation.Detour.Count == 0)
        {
            Enqueue(dialect.After(request, conversation.LastCalls));
        }

        if (conversation.Detour.Count > 0 && conversation.Due is null)
            conversation.Carried.AddRange(request.NewResults);
        while (conversation.Detour.Count == 0 && conversation.Turn < scenario.Turns.Count)
        {
            if (conversation.Due is null)
            {
                conversation.Due = TurnOpening.Open(
                    scenario.Turns[conversation.Turn], request with { NewResults = [.. conversation.Carried, .. request.NewResults] }, conversation);
                conversation.Carried.Clear();
                Enqueue(dialect.Before(conversation.Due.Calls, request));
                continue;
            }

            var turn = conversation.Due;
            var fault = conversation.TakeFault(turn.Faults);
            if (fault is not null || turn.HasContent)
                return Turn(turn, conversation.Turn, fault);

            conversation.Advance();
        }

        return conversation.Detour.TryPeek(out var detour) ? Detour(detour) : End();

        void Enqueue(IEnumerable<IReadOnlyList<ScriptCall>> answers)
        {
            foreach (var calls in answers)
                conversation.Detour.Enqueue(calls);
        }

        Play Turn(ScriptTurn turn, int index, ScriptFault? fault) => new()
        {
            Answer = fault is EmptyFault
                ? Answer(request, bodyBytes, scenario, new ScriptTurn { Path = turn.Path, Usage = turn.Usage }, [])
                : Answer(request, bodyBytes, scenario, turn, Translated(turn.Calls, isTurn: true)),
            Fault = fault,
            Delay = turn.Delay,
            Pace = turn.Pace,
            Scenario = scenario.Name,
            Turn = index + 1,
            Complete = () =>
            {
                lock (conversation.Gate)
                {
                    // An empty answer is complete as far as the wire goes, but the turn is still due.
                    if (fault is not EmptyFault && conversation.Turn == index)
                        conversation.Advance();
                }
            },
        };

        Play Detour(IReadOnlyList<ScriptCall> calls) => new()
        {
            Answer = Answer(request, bodyBytes, scenario, new ScriptTurn { Path = calls[0].Path, Calls = calls }, Translated(calls, isTurn: false)),
            Scenario = scenario.Name,
            Complete = () =>
            {
                lock (conversation.Gate)
                {
                    if (conversation.Detour.TryPeek(out var first) && ReferenceEquals(first, calls))
                        conversation.Detour.Dequeue();
                }
            },
        };

        Play End() => new()
        {
            Answer = Answer(request, bodyBytes, scenario, new ScriptTurn { Path = "$.end", Say = scenario.End }, []),
            Scenario = scenario.Name,
        };

        IReadOnlyList<WireCall> Translated(IReadOnlyList<ScriptCall> calls, bool isTurn)
        {
            var translated = dialect.Translate(calls, request);
            // Where calls become one program, no result belongs to one of them; and a detour is not improved by another.
            conversation.LastCalls = isTurn && translated.Count == calls.Count
                ? translated.Zip(calls).ToDictionary(pair => request.Wire.CallId(pair.First), pair => pair.Second)
                : new Dictionary<string, ScriptCall>();
            return translated;
        }
    }

    private ModelAnswer Answer(ModelRequest request, long bodyBytes, ScriptScenario? scenario, ScriptTurn turn, IReadOnlyList<WireCall> calls)
    {
        var reasoning = Encoding.UTF8.GetByteCount(turn.Think ?? "");
        var output = Encoding.UTF8.GetByteCount(turn.Say ?? "") + calls.Sum(call => Encoding.UTF8.GetByteCount(call.Input));
        return new ModelAnswer
        {
            Model = request.Model,
            Think = turn.Think,
            Say = turn.Say,
            Calls = calls,
            Stop = turn.Stop ?? (calls.Count > 0 ? ScriptStop.Tools : ScriptStop.End),
            Usage = turn.Usage ?? scenario?.Usage ?? ScriptUsage.Estimate(bodyBytes, output, reasoning),
            TellsUsage = request.WantsUsage,
            CreatedAt = clock.GetUtcNow(),
        };
    }
}
