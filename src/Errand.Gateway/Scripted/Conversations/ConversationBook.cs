namespace Errand.Gateway.Scripted;

/// <summary>All conversations that have begun, by what the client calls them.</summary>
internal sealed class ConversationBook(ModelScript script)
{
    private const int ShownCharacters = 200;

    private static readonly ScriptScenario SubAgent = new() { Name = "sub-agent", Turns = [], End = "There is nothing to do." };

    private readonly Lock gate = new();
    private readonly Dictionary<string, Conversation> conversations = [];

    /// <exception cref="ScriptPlayException">A conversation begins and no scenario is for it.</exception>
    public Conversation Of(ModelRequest request)
    {
        lock (gate)
        {
            if (!conversations.TryGetValue(request.Conversation, out var conversation))
            {
                conversation = new Conversation(Choose(request));
                conversations.Add(request.Conversation, conversation);
            }

            return conversation;
        }
    }

    private ScriptScenario Choose(ModelRequest request)
    {
        var text = request.FirstUserText;
        return script.Scenarios.FirstOrDefault(candidate => candidate.IsForSubAgents == request.IsSubAgent && candidate.Match?.IsMatch(text) != false)
            ?? (request.IsSubAgent ? SubAgent : throw new ScriptPlayException(
                ScriptedRule.Script,
                $"no scenario of '{script.Source}' matches the first user text '{(text.Length <= ShownCharacters ? text : text[..ShownCharacters])}'."));
    }
}
