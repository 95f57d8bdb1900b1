namespace Errand.Gateway.Translation.Profiles;

/// <summary>All keys that a profile in a file may have, beside <see cref="Extends"/>.</summary>
internal static class ProfileKeys
{
    public const string Extends = "extends";

    private const string BodyMembers = "an object whose members go into the request, or null";

    public static IReadOnlyList<ProfileKey> All { get; } =
    [
        ProfileKey.Word("maxTokens", ["max_tokens", "max_completion_tokens", "none"], (profile, value) => profile with { MaxTokens = value }),
        ProfileKey.Limit("maxTokensLimit", (profile, value) => profile with { MaxTokensLimit = value }),
        ProfileKey.Members("reasoningOn", BodyMembers, (profile, value) => profile with { ReasoningOn = value }),
        ProfileKey.Members("reasoningOff", BodyMembers, (profile, value) => profile with { ReasoningOff = value }),
        ProfileKey.Members("reasoningEffort", $"{BodyMembers}; \"$effort\" stands for the effort", (profile, value) => profile with { ReasoningEffort = value }),
        ProfileKey.Map("efforts", (profile, value) => profile with { Efforts = value }),
        ProfileKey.OptionalText("defaultEffort", (profile, value) => profile with { DefaultEffort = value }),
        ProfileKey.Flag("reasoningNeedsStream", (profile, value) => profile with { ReasoningNeedsStream = value }),
        ProfileKey.Word("reasoningEcho", ["none", "reasoning_content", "reasoning"], (profile, value) => profile with { ReasoningEcho = value }),
        ProfileKey.Flag("emptyReasoningEcho", (profile, value) => profile with { EmptyReasoningEcho = value }),
        ProfileKey.Texts("dropKeywords", null, (profile, value) => profile with { DropKeywords = value }),
        ProfileKey.Flag("dropUnsafePatterns", (profile, value) => profile with { DropUnsafePatterns = value }),
        ProfileKey.Word("images", ["user", "tool", "none"], (profile, value) => profile with { Images = value }),
        ProfileKey.Flag("streamUsage", (profile, value) => profile with { StreamUsage = value }),
        ProfileKey.Flag("parallelToolCalls", (profile, value) => profile with { ParallelToolCalls = value }),
        ProfileKey.Word("inlineSystem", ["user", "system"], (profile, value) => profile with { InlineSystem = value }),
        ProfileKey.Flag("topK", (profile, value) => profile with { TopK = value }),
        ProfileKey.Texts("toolChoices", ["auto", "none", "required", "function"], (profile, value) => profile with { ToolChoices = value }),
        ProfileKey.Flag("forcedToolsWhileReasoning", (profile, value) => profile with { ForcedToolsWhileReasoning = value }),
        ProfileKey.Word("responseFormat", ["json_schema", "json_object", "none"], (profile, value) => profile with { ResponseFormat = value }),
        ProfileKey.Word("emptyContent", ["null", "empty", "omit"], (profile, value) => profile with { EmptyContent = value }),
        ProfileKey.Limit("maxStopSequences", (profile, value) => profile with { MaxStopSequences = value }),
        ProfileKey.Flag("strictTools", (profile, value) => profile with { StrictTools = value }),
        ProfileKey.Texts("omit", null, (profile, value) => profile with { Omit = value }),
    ];
}
