using System.Text.RegularExpressions;

namespace Errand.Gateway.Scripted;

/// <summary>What happens when a turn is due for the first time: it meets the request that brought the conversation there.</summary>
internal static class TurnOpening
{
    private const int ShownCharacters = 300;

    /// <summary>Checks the turn's expectations, captures what it wants, and replaces its placeholders.</summary>
    /// <exception cref="ScriptPlayException">An expectation does not come true, or a placeholder has no value.</exception>
    public static ScriptTurn Open(ScriptTurn turn, ModelRequest request, Conversation conversation)
    {
        Expect(turn.ExpectInput, request.Input, "the request's input");
        Expect(turn.ExpectUser, request.LastUserText, "the last user text");
        Expect(turn.ExpectResult, request.NewResultText, "the tool results");
        foreach (var (name, pattern) in turn.Capture)
        {
            var match = Expect(pattern, request.Input, $"the request's input, to capture '{name}' from,");
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
}
