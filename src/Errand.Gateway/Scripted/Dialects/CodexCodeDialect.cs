using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Errand.Gateway.Scripted;

/// <summary>Codex in code mode: the model has one tool, to which it gives a program that calls all the others.</summary>
internal sealed partial class CodexCodeDialect : IToolDialect
{
    public const string Exec = "exec";
    private const string Wait = "wait";
    private const int YieldMilliseconds = 300_000;

    public static CodexCodeDialect Instance { get; } = new();

    public IEnumerable<IReadOnlyList<ScriptCall>> Before(IReadOnlyList<ScriptCall> calls, ModelRequest request) => [];

    /// <summary>A command that takes long is handed back unfinished; the model has to ask for the rest.</summary>
    public IEnumerable<IReadOnlyList<ScriptCall>> After(ModelRequest request, IReadOnlyDictionary<string, ScriptCall> calls)
    {
        var unfinished = request.NewResults.Select(result => StillRunning().Match(result.Text)).Where(match => match.Success).ToList();
        return unfinished.Count == 0 ? [] : [[.. unfinished.Select(match => Poll(match.Groups[1].Value))]];
    }

    /// <summary>This client takes one call at a time, so a turn's calls become one program, except those of tools that the request itself offers.</summary>
    public IReadOnlyList<WireCall> Translate(IReadOnlyList<ScriptCall> calls, ModelRequest request)
    {
        var translated = new List<WireCall>();
        var program = new StringBuilder();
        foreach (var call in calls)
        {
            if (call is NamedCall { Server: null } named && request.Tools.FirstOrDefault(tool => tool.Name == named.Name) is { } offered)
                translated.Add(Direct(named, offered));
            else
                program.Append(Statement(call));
        }

        if (program.Length > 0)
        {
            var offered = request.Tools.First(tool => tool.Name == Exec);
            translated.Add(new WireCall(offered.Namespace, Exec, $"// @exec: {{\"yield_time_ms\": {YieldMilliseconds}}}\n{program}", IsFreeform: true));
        }

        return translated;
    }

    private static NamedCall Poll(string cell) =>
        new("", null, Wait, new JsonObject { ["cell_id"] = cell, ["yield_time_ms"] = YieldMilliseconds });

    private static WireCall Direct(NamedCall call, OfferedTool offered) => offered.Kind == "custom"
        ? new WireCall(offered.Namespace, call.Name, call.Input is JsonValue text ? (string)text! : call.Input.ToJsonString(), IsFreeform: true)
        : new WireCall(offered.Namespace, call.Name, call.Input.ToJsonString(), IsFreeform: false);

    private static string Statement(ScriptCall call) => call switch
    {
        WriteCall write when PatchText.CanHold(write.Text) => Patch(PatchText.Add(write.File, write.Text)),
        WriteCall write => Shell(ShellText.WriteFile(write.File, write.Text)),
        EditCall edit => Patch(PatchText.Update(edit.File, edit.Old, edit.New)),
        ReadCall read => Shell(ShellText.ReadFile(read.File)),
        ShellCall shell => Shell(shell.Command),
        NamedCall named => Invoke(named.Server is null ? named.Name : $"mcp__{named.Server}__{named.Name}", named.Input),
        _ => throw new InvalidOperationException($"{call.GetType().Name} has no translation."),
    };

    private static string Patch(string patch) => Invoke("apply_patch", JsonValue.Create(patch));

    // JSON is also a literal of the client's language.
    private static string Invoke(string tool, JsonNode input) => $"text(await tools.{NoIdentifier().Replace(tool, "_")}({input.ToJsonString()}));\n";

    private static string Shell(string command)
    {
        var start = new JsonObject { ["cmd"] = command, ["yield_time_ms"] = YieldMilliseconds };
        return $$"""
            {
              let part = await tools.exec_command({{start.ToJsonString()}});
              text(part);
              while (part.session_id !== undefined && part.exit_code === undefined) {
                part = await tools.write_stdin({ session_id: part.session_id, chars: "", yield_time_ms: {{YieldMilliseconds}} });
                text(part);
              }
            }

            """;
    }

    [GeneratedRegex("[^A-Za-z0-9_$]", RegexOptions.CultureInvariant)]
    private static partial Regex NoIdentifier();

    [GeneratedRegex(@"\AScript running with cell ID (\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex StillRunning();
}
