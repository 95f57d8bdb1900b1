using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Profiles;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Tools, and which of them may or must be called.</summary>
internal static class ChatTools
{
    public static void Write(ModelCall call, BackendProfile profile, ToolNameMap names, BodyMembers members, JsonSplice output)
    {
        var choice = Choice(call, profile);
        // Forbidden tools that a backend cannot be told to leave alone are not offered.
        if (call.Tools.Count == 0 || (call.ToolChoice.Kind == ToolChoiceKind.None && choice.Kind != ToolChoiceKind.None))
            return;
        if (members.Begin("tools"u8))
            Tools(call.Tools, profile, names, output);
        if (profile.ToolChoices.Contains(Word(choice.Kind)) && members.Begin("tool_choice"u8))
            WriteChoice(choice, names, output);
        if (call.ParallelToolCalls is { } isParallel && profile.ParallelToolCalls && members.Begin("parallel_tool_calls"u8))
            output.Bool(isParallel);
    }

    private static ToolChoice Choice(ModelCall call, BackendProfile profile)
    {
        var choice = call.ToolChoice;
        if (choice.Kind == ToolChoiceKind.Named && !call.Tools.Any(tool => tool.Name.Escaped.Span.SequenceEqual(choice.Name.Escaped.Span)))
            return ToolChoice.Auto;
        if (choice.Kind is ToolChoiceKind.Named or ToolChoiceKind.Required && !profile.ForcedToolsWhileReasoning && ChatReasoning.IsOn(call, profile))
            return ToolChoice.Auto;
        if (profile.ToolChoices.Contains(Word(choice.Kind)))
            return choice;

        return choice.Kind == ToolChoiceKind.Named && profile.ToolChoices.Contains(Word(ToolChoiceKind.Required)) ? new ToolChoice(ToolChoiceKind.Required) : ToolChoice.Auto;
    }

    private static string Word(ToolChoiceKind kind) => kind switch
    {
        ToolChoiceKind.Required => "required",
        ToolChoiceKind.None => "none",
        ToolChoiceKind.Named => "function",
        _ => "auto",
    };

    private static void WriteChoice(ToolChoice choice, ToolNameMap names, JsonSplice output)
    {
        if (choice.Kind != ToolChoiceKind.Named)
        {
            output.Quoted(Word(choice.Kind));
            return;
        }

        output.Raw("{\"type\":\"function\",\"function\":{\"name\":"u8);
        output.Quoted(names.NameOf(choice.Name).Span);
        output.Raw("}}"u8);
    }

    private static void Tools(IReadOnlyList<ToolDefinition> tools, BackendProfile profile, ToolNameMap names, JsonSplice output)
    {
        var cleaner = new SchemaCleaner(profile);
        output.Raw((byte)'[');
        for (var index = 0; index < tools.Count; index++)
        {
            var tool = tools[index];
            output.Raw(index == 0 ? "{\"type\":\"function\",\"function\":{\"name\":"u8 : ",{\"type\":\"function\",\"function\":{\"name\":"u8);
            output.Quoted(names.NameOf(index));
            Description(tool, output);
            output.Raw(",\"parameters\":"u8);
            if (tool.IsCustom)
                output.Raw(FreeformTool.Schema);
            else
                cleaner.Write(tool.Schema.Utf8.Span, output);
            if (tool.IsStrict is { } isStrict && profile.StrictTools)
            {
                output.Raw(",\"strict\":"u8);
                output.Bool(isStrict);
            }

            output.Raw("}}"u8);
        }

        output.Raw((byte)']');
    }

    private static void Description(ToolDefinition tool, JsonSplice output)
    {
        if (tool.Description.IsEmpty && tool.Grammar.IsEmpty)
            return;

        output.Raw(",\"description\":\""u8);
        FreeformTool.WriteDescription(tool, output);
        output.Raw((byte)'"');
    }
}
