using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Messages;

/// <summary>What an Anthropic endpoint is told about thinking.</summary>
/// <param name="IsOn">False = nothing is said.</param>
/// <param name="Budget">Tokens of manual thinking; null = adaptive.</param>
/// <param name="AdaptiveEffort">With adaptive thinking: how much; null = not said.</param>
internal readonly record struct UpstreamThinking(bool IsOn, long? Budget, string? AdaptiveEffort)
{
    private const long LeastBudget = 1024;

    // Thinking counts against the limit of the answer, so some of that has to be left for the answer.
    private const long LeastAnswer = 4096;

    /// <param name="call">What the client wants.</param>
    /// <param name="maxTokens">The budget has to be below it.</param>
    /// <param name="messages">In the order of <see cref="UpstreamMessages"/>.</param>
    public static UpstreamThinking Of(ModelCall call, long maxTokens, List<Turn> messages)
    {
        var wish = call.Reasoning;
        // A forced call and thinking exclude each other there; the call is what the client cannot do without.
        if (wish.Mode is ReasoningMode.Off or ReasoningMode.Unsaid || call.ToolChoice.Kind is ToolChoiceKind.Required or ToolChoiceKind.Named)
            return default;
        if (wish.Mode == ReasoningMode.Adaptive)
            return new UpstreamThinking(true, null, wish.Effort);
        long budget = Math.Min(wish.BudgetTokens ?? BudgetOf(wish.Effort), maxTokens - Math.Min(maxTokens / 2, LeastAnswer));
        return budget < LeastBudget || !CanGoOn(messages) ? default : new UpstreamThinking(true, budget, null);
    }

    public void Write(JsonSplice output)
    {
        if (Budget is not { } budget)
        {
            output.Raw("{\"type\":\"adaptive\"}"u8);
            return;
        }

        output.Raw("{\"type\":\"enabled\",\"budget_tokens\":"u8);
        output.Number(budget);
        output.Raw((byte)'}');
    }

    private static long BudgetOf(string? effort) => effort switch
    {
        "minimal" => LeastBudget,
        "low" => 2048,
        "medium" => 8192,
        "xhigh" or "max" => 31999,
        _ => 16384,
    };

    // A turn with calls that are just being answered has to begin with a thought of Anthropic's own, or the endpoint refuses to think.
    private static bool CanGoOn(List<Turn> messages) =>
        messages is not [.., { } said, { } answer] || answer.Parts[0] is not ToolResultPart || said.Parts[0] is ReasoningPart;
}
