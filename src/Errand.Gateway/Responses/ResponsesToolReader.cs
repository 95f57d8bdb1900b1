using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Responses;

/// <summary>
/// Collects the tools of a Responses request, wherever they stand: in <c>tools</c>, in an <c>additional_tools</c> item, or in what a search for
/// tools found. Hosted tools (web_search, image_generation, mcp, file_search, code_interpreter, and a tool_search that is not the client's) cannot run elsewhere: they are dropped.
/// </summary>
internal sealed class ResponsesToolReader
{
    private static readonly RawJson ShellSchema = new(
        """{"type":"object","properties":{"command":{"type":"array","items":{"type":"string"}},"timeout_ms":{"type":"number"},"working_directory":{"type":"string"}},"required":["command"]}"""u8.ToArray());

    private static readonly JsonText ShellName = new("local_shell"u8.ToArray());

    private static readonly JsonText ShellDescription = new("Runs a command on the user's machine and gives back what it printed."u8.ToArray());

    private readonly List<ToolDefinition> tools = [];

    public IReadOnlyList<ToolDefinition> Tools => tools;

    public void ReadList(ref JsonCursor cursor) => ReadList(ref cursor, default);

    private void ReadList(ref JsonCursor cursor, JsonText group)
    {
        if (!cursor.IsArray)
            return;
        int depth = cursor.Depth;
        while (cursor.NextElement(depth))
        {
            if (cursor.IsObject)
                ReadTool(ref cursor, group);
        }
    }

    private void ReadTool(ref JsonCursor cursor, JsonText group)
    {
        JsonText name = default, description = default;
        RawJson schema = default, grammar = default, members = default;
        bool? isStrict = null;
        bool isFunction = false, isCustom = false, isNamespace = false, isShell = false, isSearch = false, isOfClient = false;
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("type"u8))
            {
                isFunction = cursor.TextIs("function"u8);
                isCustom = cursor.TextIs("custom"u8);
                isNamespace = cursor.TextIs("namespace"u8);
                isShell = cursor.TextIs("local_shell"u8);
                isSearch = cursor.TextIs("tool_search"u8);
            }
            else if (cursor.NameIs("execution"u8))
                isOfClient = cursor.TextIs("client"u8);
            else if (cursor.NameIs("name"u8))
                name = cursor.TextSlice;
            else if (cursor.NameIs("description"u8))
                description = cursor.TextSlice;
            else if (cursor.NameIs("parameters"u8) && cursor.IsObject)
                schema = cursor.RawSlice();
            else if (cursor.NameIs("format"u8) && cursor.IsObject)
                grammar = cursor.RawSlice();
            else if (cursor.NameIs("strict"u8))
                isStrict = cursor.Flag;
            else if (cursor.NameIs("tools"u8) && cursor.IsArray)
                members = cursor.RawSlice();
        }

        if (isNamespace && !members.IsEmpty && group.IsEmpty)
        {
            var inner = new JsonCursor(members.Utf8);
            ReadList(ref inner, name);
        }
        else if (isShell)
            Add(new ToolDefinition { Name = ShellName, Description = ShellDescription, Schema = ShellSchema, IsLocalShell = true });
        else if (isSearch && isOfClient)
            Add(ToolSearch.Define(description, schema));
        else if (isFunction && !name.IsEmpty)
            Add(new ToolDefinition { Name = name, Namespace = group, Description = description, Schema = schema, IsStrict = isStrict });
        else if (isCustom && !name.IsEmpty)
            Add(new ToolDefinition { Name = name, Namespace = group, Description = description, IsCustom = true, Grammar = grammar });
    }

    // A client repeats what it found by searching in each later turn.
    private void Add(ToolDefinition tool)
    {
        foreach (var known in tools)
        {
            if (known.Name.Escaped.Span.SequenceEqual(tool.Name.Escaped.Span) && known.Namespace.Escaped.Span.SequenceEqual(tool.Namespace.Escaped.Span))
                return;
        }

        tools.Add(tool);
    }
}
