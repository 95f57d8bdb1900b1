using System.Text.Json.Nodes;

namespace Errand.Gateway.Scripted;

/// <summary>Claude Code's tools: files by absolute path, MCP tools under one flat name.</summary>
internal sealed class ClaudeDialect : IToolDialect
{
    public const string Read = "Read";

    private const string WaitForServers = "WaitForMcpServers";

    public static ClaudeDialect Instance { get; } = new();

    /// <summary>Claude Code offers a slow MCP server's tools only after it was waited for, and edits no file that the model has not read.</summary>
    public IEnumerable<IReadOnlyList<ScriptCall>> Before(IReadOnlyList<ScriptCall> calls, ModelRequest request)
    {
        if (calls.OfType<NamedCall>().Any(call => call.Server is not null && !IsOffered(request, NameOf(call))) && IsOffered(request, WaitForServers))
            yield return [new NamedCall(calls[0].Path, null, WaitForServers, new JsonObject())];

        var reads = calls.OfType<EditCall>().DistinctBy(call => call.File).Select(call => new ReadCall(call.Path, call.File)).ToList();
        if (reads.Count > 0)
            yield return reads;
    }

    /// <summary>The same goes for writing, but only where a file is replaced, which shows only in the result: read then, and write again.</summary>
    public IEnumerable<IReadOnlyList<ScriptCall>> After(ModelRequest request, IReadOnlyDictionary<string, ScriptCall> calls)
    {
        var refused = request.NewResults
            .Where(result => result.IsError && result.Text.Contains("has not been read", StringComparison.Ordinal))
            .Select(result => calls.GetValueOrDefault(result.CallId))
            .OfType<WriteCall>()
            .ToList();
        return refused.Count == 0 ? [] : [[.. refused.Select(call => new ReadCall(call.Path, call.File))], refused];
    }

    public IReadOnlyList<WireCall> Translate(IReadOnlyList<ScriptCall> calls, ModelRequest request) => [.. calls.Select(call => Translate(call, request))];

    private static WireCall Translate(ScriptCall call, ModelRequest request) => call switch
    {
        WriteCall write when IsOffered(request, "Write") =>
            Call(call, request, "Write", new JsonObject { ["file_path"] = Absolute(call, write.File, request), ["content"] = write.Text }),
        WriteCall write => Bash(call, request, ShellText.WriteFile(Absolute(call, write.File, request), write.Text), null),
        EditCall edit => Call(call, request, "Edit", new JsonObject
        {
            ["file_path"] = Absolute(call, edit.File, request),
            ["old_string"] = edit.Old,
            ["new_string"] = edit.New,
        }),
        ReadCall read => Call(call, request, Read, new JsonObject { ["file_path"] = Absolute(call, read.File, request) }),
        ShellCall shell => Bash(call, request, shell.Command, shell.Timeout),
        NamedCall { Server: not null } named => Call(call, request, NameOf(named), named.Input),
        // A name without a server is taken as it is, so that a script can also call what does not exist.
        NamedCall named => new WireCall(null, named.Name, named.Input.ToJsonString(), false),
        _ => throw new InvalidOperationException($"{call.GetType().Name} has no translation."),
    };

    private static string NameOf(NamedCall call) => $"mcp__{call.Server}__{call.Name}";

    private static WireCall Bash(ScriptCall call, ModelRequest request, string command, TimeSpan? timeout)
    {
        var input = new JsonObject { ["command"] = command };
        if (timeout is { } limit)
            input["timeout"] = (long)limit.TotalMilliseconds;
        return Call(call, request, "Bash", input);
    }

    private static WireCall Call(ScriptCall call, ModelRequest request, string name, JsonNode input) =>
        IsOffered(request, name)
            ? new WireCall(null, name, input.ToJsonString(), false)
            : throw ScriptPlayException.NoTool(call, $"the tool '{name}'", request);

    private static bool IsOffered(ModelRequest request, string name) => request.Tools.Any(tool => tool.Name == name);

    private static string Absolute(ScriptCall call, string file, ModelRequest request)
    {
        if (Path.IsPathFullyQualified(file))
            return file;
        if (request.WorkingDirectory is null)
            throw new ScriptPlayException(ScriptedRule.Script, $"{call.Path}: '{file}' is relative and the request names no working directory; give 'cwd' in the script.");

        return Path.Combine(request.WorkingDirectory, file);
    }
}
