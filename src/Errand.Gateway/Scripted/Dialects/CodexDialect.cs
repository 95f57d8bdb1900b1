using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Errand.Gateway.Scripted;

/// <summary>Codex with its tools offered one by one: a shell, a freeform patch for the models that know it, MCP servers as namespaces.</summary>
internal sealed partial class CodexDialect : IToolDialect
{
    public const string ExecCommand = "exec_command";
    private const string WriteStdin = "write_stdin";
    private const string ApplyPatch = "apply_patch";

    // The longest that one call waits before it hands back an unfinished command.
    private const int MaxYieldMilliseconds = 30_000;
    private const int PollMilliseconds = 300_000;

    public static CodexDialect Instance { get; } = new();

    public IEnumerable<IReadOnlyList<ScriptCall>> Before(IReadOnlyList<ScriptCall> calls, ModelRequest request) => [];

    /// <summary>A command that takes long is handed back unfinished; the model has to ask for the rest.</summary>
    public IEnumerable<IReadOnlyList<ScriptCall>> After(ModelRequest request, IReadOnlyDictionary<string, ScriptCall> calls)
    {
        if (!request.Tools.Any(tool => tool is { Name: WriteStdin, Namespace: null }))
            return [];

        var unfinished = request.NewResults.Select(result => StillRunning().Match(result.Text)).Where(match => match.Success).ToList();
        return unfinished.Count == 0 ? [] : [[.. unfinished.Select(match => Poll(match.Groups[1].Value))]];
    }

    public IReadOnlyList<WireCall> Translate(IReadOnlyList<ScriptCall> calls, ModelRequest request) => [.. calls.Select(call => Translate(call, request))];

    private static NamedCall Poll(string session) =>
        new("", null, WriteStdin, new JsonObject { ["session_id"] = long.Parse(session), ["chars"] = "", ["yield_time_ms"] = PollMilliseconds });

    private static WireCall Translate(ScriptCall call, ModelRequest request) => call switch
    {
        WriteCall write when PatchText.CanHold(write.Text) => Patch(call, request, PatchText.Add(write.File, write.Text)),
        WriteCall write => Shell(call, request, ShellText.WriteFile(write.File, write.Text)),
        EditCall edit => Patch(call, request, PatchText.Update(edit.File, edit.Old, edit.New)),
        ReadCall read => Shell(call, request, ShellText.ReadFile(read.File)),
        ShellCall shell => Shell(call, request, shell.Command),
        NamedCall { Server: not null } named => Mcp(named, request),
        NamedCall named => Named(named, request),
        _ => throw new InvalidOperationException($"{call.GetType().Name} has no translation."),
    };

    private static WireCall Patch(ScriptCall call, ModelRequest request, string patch) =>
        request.Tools.Any(tool => tool is { Name: ApplyPatch, Kind: "custom" })
            ? new WireCall(null, ApplyPatch, patch, IsFreeform: true)
            : Shell(call, request, PatchText.Command(patch));

    private static WireCall Shell(ScriptCall call, ModelRequest request, string command)
    {
        if (!request.Tools.Any(tool => tool is { Name: ExecCommand, Namespace: null }))
            throw ScriptPlayException.NoTool(call, $"the tool '{ExecCommand}'", request);

        var input = new JsonObject { ["cmd"] = command, ["yield_time_ms"] = MaxYieldMilliseconds };
        return new WireCall(null, ExecCommand, input.ToJsonString(), IsFreeform: false);
    }

    private static WireCall Mcp(NamedCall call, ModelRequest request)
    {
        var group = $"mcp__{call.Server}";
        // A gateway in between has taken the namespaces off, or put them before the names where two share one.
        if (request.Wire is not ResponsesWire && request.Tools.FirstOrDefault(tool => tool.Name == call.Name || tool.Name == $"{group}__{call.Name}") is { } flat)
            return new WireCall(null, flat.Name, call.Input.ToJsonString(), IsFreeform: false);

        // A client that defers its tools takes a call all the same, so only a client that shows all of them is held to its list.
        var defers = request.Tools.Any(tool => tool.Kind == "tool_search");
        return defers || request.Tools.Any(tool => tool.Namespace == group && tool.Name == call.Name)
            ? new WireCall(group, call.Name, call.Input.ToJsonString(), IsFreeform: false)
            : throw ScriptPlayException.NoTool(call, $"the tool '{call.Name}' of the namespace '{group}'", request);
    }

    private static WireCall Named(NamedCall call, ModelRequest request)
    {
        var offered = request.Tools.FirstOrDefault(tool => tool.Name == call.Name && tool.Namespace is null)
            ?? request.Tools.FirstOrDefault(tool => tool.Name == call.Name);
        return call.Input is JsonValue text
            ? new WireCall(offered?.Namespace, call.Name, (string)text!, IsFreeform: true)
            : new WireCall(offered?.Namespace, call.Name, call.Input.ToJsonString(), IsFreeform: false);
    }

    // Only above the command's own output, which may say anything.
    [GeneratedRegex(@"\A(?:(?!Output:)[^\n]*\n)*?Process running with session ID (\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex StillRunning();
}
