using Errand.Gateway.Scripted;

namespace Errand.EndToEnd.Tests.Scripted;

/// <summary>One script, played to the real programs: what they do to their files, and what the model gets to see of it.</summary>
public sealed class WorkerScriptTests
{
    private const string Script = """
        {
          "turns": [
            { "think": "First the file.", "say": "I will write it.", "call": { "tool": "write", "path": "sub dir/new.txt", "text": "one\ntwo\n" } },
            { "call": { "tool": "edit", "path": "old.txt", "old": "b", "new": "B\nC" } },
            { "call": [ { "tool": "shell", "command": "echo ran-$((40+2)) | tee ran.txt" }, { "tool": "read", "path": "old.txt" } ] },
            { "expect": "ran-42", "capture": { "number": "ran-(\\d+)" }, "call": { "tool": "write", "path": "exact.txt", "text": "number {number}, no line end" } },
            { "say": "Finished in {cwd}." }
          ]
        }
        """;

    public static TheoryData<string> Clients => new("claude", "codex scripted", "codex gpt-5.5", "codex gpt-6.1-sol");

    [RealClientTheory]
    [MemberData(nameof(Clients))]
    public async Task The_same_script_works_for_every_client(string name)
    {
        using var client = ClientOf(name);
        client.Write("old.txt", "a\nb\nc\n");
        await using var model = await ScriptedModel.StartAsync(ModelScript.Parse(Script), new ScriptedModelOptions(), CancellationToken.None);

        var run = await client.RunAsync(model, "Please do the work.");

        var seen = $"{run}\n{string.Join('\n', model.Violations)}\n{string.Join('\n', model.Requests.ToolResults)}";
        Assert.True(model.Violations.Count == 0 && run.ExitCode == 0 && File.Exists(Path.Combine(client.WorkingDirectory, "exact.txt")), seen);
        Assert.Equal("one\ntwo\n", client.Read("sub dir/new.txt"));
        Assert.Equal("a\nB\nC\nc\n", client.Read("old.txt"));
        Assert.Equal("ran-42\n", client.Read("ran.txt"));
        Assert.Equal("number 42, no line end", client.Read("exact.txt"));
        Assert.Contains($"Finished in {client.WorkingDirectory}.", run.ToString(), StringComparison.Ordinal);
        Assert.Equal("Please do the work.", model.Requests.Turns.First().FirstUserText);
    }

    private static RealClient ClientOf(string name) => name.Split(' ') switch
    {
        ["codex", var model] => new RealCodex(model),
        _ => new RealClaude(),
    };
}
