namespace Errand.Gateway.Translation.Requests;

/// <summary>How much the client wants the model to think before it answers.</summary>
/// <param name="Mode">Off beats any effort.</param>
/// <param name="Effort">The client's own word, such as low, medium, high or xhigh, unescaped; null = not said.</param>
/// <param name="BudgetTokens">Messages' <c>budget_tokens</c>; null = not said.</param>
public sealed record ReasoningWish(ReasoningMode Mode, string? Effort = null, long? BudgetTokens = null)
{
    public static ReasoningWish Unsaid { get; } = new(ReasoningMode.Unsaid);
}
