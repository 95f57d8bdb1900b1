using System.Text;
using System.Text.RegularExpressions;

namespace Errand.Gateway.Scripted;

/// <summary>Decides what to answer: the due turn of the request's conversation, or what must come before it.</summary>
internal sealed class TurnPlayer(ModelScript script, TimeProvider clock)
{
    private const int ShownCharacters = 300;

    private readonly ConversationBook book = new(script);

    /// <param name="request">The request.</param>
    /// <param name="bodyBytes">Its size, to estimate usage from.</param>
    /// <exception cref="ScriptPlayException">The script cannot be played to this request.</exception>
    public Play Next(ModelRequest request, long bodyBytes)
    {
        if (request.SideAnswer is not null)
            return new Play { Answer = Answer(request, bodyBytes, null, new ScriptTurn { Path = "", Say = request.SideAnswer }, []) };

        var conversation = book.Of(request);
        lock (conversation.Gate)
            return Next(request, bodyBytes, conversation);
    }

    private Play Next(ModelRequest request, long bodyBytes, Conversation conversation)
    {
        var scenario = conversation.Scenario;
        request = request with { WorkingDirectory = scenario.WorkingDirectory ?? request.WorkingDirectory };
        var dialect = ToolDialects.For(request);
        if (dialect.Continuation(request) is { Count: > 0 } continuation)
            return Between(continuation);

        while (conversation.Turn < scenario.Turns.Count)
        {
            var turn = conversation.Due ??= Begin(scenario.Turns[conversation.Turn], request, conversation);
            if (dialect.Preparation(turn.Calls, request, conversation.KnownFiles) is { Count: > 0 } preparation)
                return Between(preparation);

            var fault = conversation.TakeFault(turn.Faults);
            if (fault is not null || turn.HasContent)
                return Turn(turn, conversation.Turn, fault);

            conversation.Advance();
        }

        var end = new ScriptTurn { Path = "$.end", Say = scenario.End };
        return new Play { Answer = Answer(request, bodyBytes, scenario, end, []), Scenario = scenario.Name };

        Play Turn(ScriptTurn turn, int index, ScriptFault? fault) => new()
        {
            Answer = fault is EmptyFault
                ? Answer(request, bodyBytes, scenario, new ScriptTurn { Path = turn.Path, Usage = turn.Usage }, [])
                : Answer(request, bodyBytes, scenario, turn, dialect.Translate(turn.Calls, request)),
            Fault = fault,
            Delay = turn.Delay,
            Pace = turn.Pace,
            Scenario = scenario.Name,
            Turn = index + 1,
            Complete = () => Complete(turn.Calls, () =>
            {
                // An empty answer is complete as far as the wire goes, but the turn is still due.
                if (fault is not EmptyFault && conversation.Turn == index)
                    conversation.Advance();
            }),
        };

        Play Between(IReadOnlyList<ScriptCall> calls) => new()
        {
            Answer = Answer(request, bodyBytes, scenario, new ScriptTurn { Path = calls[0].Path, Calls = calls }, dialect.Translate(calls, request)),
            Scenario = scenario.Name,
            Complete = () => Complete(calls, () => { }),
        };

        void Complete(IReadOnlyList<ScriptCall> calls, Action further)
        {
            lock (conversation.Gate)
            {
                conversation.KnownFiles.UnionWith(calls.SelectMany(call => FilesOf(call, request)));
                further();
            }
        }
    }

    private static ScriptTurn Begin(ScriptTurn turn, ModelRequest request, Conversation conversation)
    {
        Expect(turn.ExpectInput, request.Input, "the request's input");
        Expect(turn.ExpectUser, request.LastUserText, "the last user text");
        Expect(turn.ExpectResult, request.NewResultText, "the tool results");
        foreach (var (name, pattern) in turn.Capture)
        {
            var match = Expect(pattern, request.Input, $"'{name}' to be captured from the request's input");
            conversation.Variables[name] = (match.Groups.Count > 1 ? match.Groups[1] : match.Groups[0]).Value;
        }

        return Filled(turn, request, conversation);

        Match Expect(Regex? pattern, string text, string what)
        {
            var match = pattern?.Match(text) ?? Match.Empty;
            return pattern is null || match.Success ? match : throw new ScriptPlayException(
                ScriptedRule.Expectation,
                $"{turn.Path} expects {what} to match '{pattern}', but it is '{(text.Length <= ShownCharacters ? text : text[..ShownCharacters])}'.");
        }
    }

    private static ScriptTurn Filled(ScriptTurn turn, ModelRequest request, Conversation conversation)
    {
        return turn with
        {
            Think = turn.Think is null ? null : Fill(turn.Think),
            Say = turn.Say is null ? null : Fill(turn.Say),
            Calls = [.. turn.Calls.Select(call => call.Filled(Fill))],
        };

        string Fill(string text) => Placeholders.Fill(text, name => name switch
        {
            Placeholders.WorkingDirectory => request.WorkingDirectory ?? throw Missing(name, "the request names no working directory; give 'cwd' in the script"),
            Placeholders.ToolResult => request.NewResultText,
            Placeholders.UserText => request.LastUserText,
            Placeholders.Model => request.Model,
            _ when conversation.Variables.TryGetValue(name, out var value) => value,
            _ when conversation.Scenario.Captures.Contains(name) => throw Missing(name, "no turn has captured it yet"),
            _ => null,
        });

        ScriptPlayException Missing(string name, string why) => new(ScriptedRule.Script, $"{turn.Path} uses {{{name}}}, but {why}.");
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
            CreatedAt = clock.GetUtcNow(),
        };
    }

    private static IEnumerable<string> FilesOf(ScriptCall call, ModelRequest request)
    {
        var file = call switch
        {
            ReadCall read => read.File,
            WriteCall write => write.File,
            EditCall edit => edit.File,
            _ => null,
        };
        return file is null ? [] : [Path.Combine(request.WorkingDirectory ?? "/", file)];
    }
}
