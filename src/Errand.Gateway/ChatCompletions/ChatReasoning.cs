using System.Text;
using System.Text.Json;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Profiles;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.ChatCompletions;

/// <summary>How much a backend shall think, in its own words.</summary>
internal static class ChatReasoning
{
    private const long LowBudget = 4096;
    private const long MediumBudget = 16384;

    public static void Write(ModelCall call, BackendProfile profile, BodyMembers members)
    {
        if (IsOff(call, profile))
        {
            members.All(profile.ReasoningOff.Utf8);
            return;
        }

        var wish = call.Reasoning;
        var isOn = wish.Mode is ReasoningMode.On or ReasoningMode.Adaptive;
        if (isOn)
            members.All(profile.ReasoningOn.Utf8);
        var effort = wish.Effort ?? (isOn ? EffortOf(wish.BudgetTokens) ?? profile.DefaultEffort : null);
        if (effort is not null && !profile.ReasoningEffort.IsEmpty && profile.Efforts.TryGetValue(effort, out var word))
            members.All(Filled(profile.ReasoningEffort, word));
    }

    /// <summary>Whether the model will think, as far as the client said.</summary>
    public static bool IsOn(ModelCall call, BackendProfile profile) => !IsOff(call, profile) && call.Reasoning.Mode is ReasoningMode.On or ReasoningMode.Adaptive;

    // Off beats any effort: some clients leave one in the request.
    private static bool IsOff(ModelCall call, BackendProfile profile) =>
        call.Reasoning.Mode == ReasoningMode.Off
        || (call.Reasoning.Mode == ReasoningMode.Unsaid && call.Reasoning.Effort == "none")
        || (profile.ReasoningNeedsStream && !call.IsStream);

    private static byte[] Filled(RawJson members, string word)
    {
        var text = Encoding.UTF8.GetString(members.Utf8.Span);
        return Encoding.UTF8.GetBytes(text.Replace("$effort", JsonEncodedText.Encode(word).Value, StringComparison.Ordinal));
    }

    private static string? EffortOf(long? budget) => budget switch
    {
        null => null,
        < LowBudget => "low",
        < MediumBudget => "medium",
        _ => "high",
    };
}
