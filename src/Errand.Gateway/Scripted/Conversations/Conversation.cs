namespace Errand.Gateway.Scripted;

/// <summary>How far one client has come in its scenario. Guard every use with <see cref="Gate"/>.</summary>
internal sealed class Conversation(ScriptScenario scenario)
{
    private int faultIndex;
    private int faultPlays;

    public Lock Gate { get; } = new();

    public ScriptScenario Scenario { get; } = scenario;

    /// <summary>Index of the turn that is due.</summary>
    public int Turn { get; private set; }

    /// <summary>The due turn with its placeholders replaced, from the first request for it on: a repeat brings other results, or none.</summary>
    public ScriptTurn? Due { get; set; }

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Calls that must be made before the due turn, a list for each answer.</summary>
    public Queue<IReadOnlyList<ScriptCall>> Detour { get; } = [];

    /// <summary>Results that the due turn shall see beside those of its own request, because they came in several pieces.</summary>
    public List<ToolResult> Carried { get; } = [];

    /// <summary>The calls of the last answer by their ids.</summary>
    public IReadOnlyDictionary<string, ScriptCall> LastCalls { get; set; } = new Dictionary<string, ScriptCall>();

    public void Advance()
    {
        Turn++;
        Due = null;
        faultIndex = 0;
        faultPlays = 0;
    }

    /// <summary>The fault that this request meets, used up by it; null when the turn can be played properly.</summary>
    public ScriptFault? TakeFault(IReadOnlyList<ScriptFault> faults)
    {
        while (faultIndex < faults.Count)
        {
            var fault = faults[faultIndex];
            if (fault.Times is not { } times || faultPlays < times)
            {
                faultPlays++;
                return fault;
            }

            faultIndex++;
            faultPlays = 0;
        }

        return null;
    }
}
