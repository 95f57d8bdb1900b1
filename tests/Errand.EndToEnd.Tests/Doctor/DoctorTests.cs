using System.Text.Json.Nodes;
using Errand.EndToEnd.Tests.Scripted;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Doctor;

/// <summary><c>errand doctor</c> on machines where something is missing, and on one where nothing is.</summary>
public sealed class DoctorTests
{
    private const string Key = "sk-real-key-of-the-user";

    [RealClientFact]
    public async Task Each_real_program_proves_itself_by_editing_a_file_and_the_state_directory_is_left_alone()
    {
        await using var errand = new ErrandUnderTest();
        Machine machine = MachineWith(errand, ("claude", ToolPaths.Claude), ("codex", ToolPaths.Codex));
        errand.Configure(Workers(("claude", new JsonObject { ["keyEnv"] = "MY_KEY" }), ("codex", new JsonObject { ["keyEnv"] = "MY_KEY" })));
        errand.Variables["MY_KEY"] = Key;

        CommandResult doctor = await errand.RunAsync("doctor");

        Assert.True(doctor.ExitCode == 0, doctor.ToString());
        Assert.All(doctor.Output.TrimEnd('\n').Split('\n'), line => Assert.StartsWith("ok    ", line, StringComparison.Ordinal));
        Assert.Matches("ok    worker claude — claude \\d+\\.\\d+\\.\\d+", doctor.Output);
        Assert.Contains("ok    worker claude handshake — edited a file", doctor.Output, StringComparison.Ordinal);
        Assert.Matches("ok    worker codex — codex \\d+\\.\\d+\\.\\d+", doctor.Output);
        Assert.Contains("ok    worker codex handshake — edited a file", doctor.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, doctor.ToString(), StringComparison.Ordinal);
        Assert.Equal(["config.json"], Directory.EnumerateFileSystemEntries(errand.State).Select(Path.GetFileName));
        Assert.Empty(Directory.EnumerateFileSystemEntries(machine.Temp));
        Assert.Empty(Directory.EnumerateFileSystemEntries(errand.Home));
        Assert.Empty(errand.LiveProcesses());
    }

    [Fact]
    public async Task A_program_that_is_not_installed_fails_where_it_is_used_and_warns_where_it_is_not()
    {
        await using var errand = new ErrandUnderTest();
        MachineWith(errand);
        errand.Configure([]);

        CommandResult doctor = await errand.RunAsync("doctor");

        Assert.Equal(1, doctor.ExitCode);
        Assert.Matches("\nfail  worker claude — .*'claude'.* → npm install -g @anthropic-ai/claude-code\n", doctor.Output);
        Assert.Matches("\nwarn  worker codex — .*'codex'.* → npm install -g @openai/codex\n", doctor.Output);
    }

    [Fact]
    public async Task A_command_that_is_another_program_is_named_with_its_key()
    {
        await using var errand = new ErrandUnderTest();
        Machine machine = MachineWith(errand);
        string program = machine.WriteScript("not-claude", "echo 'some other tool 1.0'");
        errand.Configure(Workers(("cheap", new JsonObject { ["driver"] = "claude", ["command"] = new JsonArray(program) })));

        CommandResult doctor = await errand.RunAsync("doctor");

        Assert.Equal(1, doctor.ExitCode);
        Assert.Matches($"\nfail  worker cheap — .*{program}.* is not Claude Code.* → correct workers\\.cheap\\.command in '.*config\\.json'", doctor.Output);
    }

    [RealClientFact]
    public async Task A_program_that_answers_questions_but_does_no_work_fails_the_handshake()
    {
        await using var errand = new ErrandUnderTest();
        Machine machine = MachineWith(errand);
        string program = machine.WriteScript("lazy-claude", $"case $1 in --version | --help) exec '{ToolPaths.Claude}' \"$1\" ;; esac\ncat >/dev/null");
        errand.Configure(Workers(("claude", new JsonObject { ["command"] = new JsonArray(program), ["keyEnv"] = "MY_KEY" })));
        errand.Variables["MY_KEY"] = Key;

        CommandResult doctor = await errand.RunAsync("doctor");

        Assert.Equal(1, doctor.ExitCode);
        Assert.Matches("\nok    worker claude — ", doctor.Output);
        Assert.Matches("\nfail  worker claude handshake — no_result: .* → errand doctor --keep", doctor.Output);
    }

    [Fact]
    public async Task A_state_directory_that_cannot_be_written_fails()
    {
        await using var errand = new ErrandUnderTest();
        MachineWith(errand);
        string file = Path.Combine(errand.Root, "file");
        await File.WriteAllTextAsync(file, "");
        errand.Variables["ERRAND_HOME"] = Path.Combine(file, "state");

        CommandResult doctor = await errand.RunAsync("doctor", "--quick");

        Assert.Equal(1, doctor.ExitCode);
        Assert.Matches($"\nfail  state directory — '{file}/state' cannot be made: '{file}' is not a directory → export ERRAND_HOME=", doctor.Output);
    }

    [Fact]
    public async Task A_state_directory_that_is_open_to_others_is_named_with_the_command_that_closes_it()
    {
        await using var errand = new ErrandUnderTest();
        MachineWith(errand);
        File.SetUnixFileMode(errand.State, (UnixFileMode)Convert.ToInt32("755", 8));

        CommandResult doctor = await errand.RunAsync("doctor", "--quick");

        Assert.Contains($"warn  state directory — '{errand.State}' is open to others (mode 0755) → chmod 700 '{errand.State}'\n", doctor.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_mistake_of_the_configuration_is_a_line_of_its_own()
    {
        await using var errand = new ErrandUnderTest();
        MachineWith(errand);
        errand.Configure(new JsonObject { ["defaultWorker"] = "nobody", ["limits"] = new JsonObject { ["slots"] = 0, ["timeout"] = "soon" } });

        CommandResult doctor = await errand.RunAsync("doctor", "--quick");

        Assert.Equal(1, doctor.ExitCode);
        Assert.Matches("\nfail  configuration — .*limits\\.slots", doctor.Output);
        Assert.Matches("\nfail  configuration — .*limits\\.timeout", doctor.Output);
        Assert.Matches("\nwarn  workers — not examined", doctor.Output);
    }

    [Fact]
    public async Task Of_a_generic_worker_only_the_program_and_the_key_are_examined()
    {
        await using var errand = new ErrandUnderTest();
        MachineWith(errand);
        errand.Configure(Workers(
            ("mine", new JsonObject { ["driver"] = "generic", ["command"] = new JsonArray("cat"), ["keyEnv"] = "MISSING_KEY" }),
            ("gone", new JsonObject { ["driver"] = "generic", ["command"] = new JsonArray("no-such-program") })));

        CommandResult doctor = await errand.RunAsync("doctor");

        Assert.Equal(1, doctor.ExitCode);
        Assert.Matches("\nok    worker mine — /.*\n", doctor.Output);
        Assert.Matches("\nfail  worker mine credential — .*'MISSING_KEY'.* → export MISSING_KEY=…", doctor.Output);
        Assert.Matches("\nfail  worker gone — .*'no-such-program'", doctor.Output);
        Assert.DoesNotContain("handshake", doctor.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_read_one_object()
    {
        await using var errand = new ErrandUnderTest();
        MachineWith(errand);

        CommandResult doctor = await errand.RunAsync("doctor", "--quick", "--json");

        Assert.Equal("", doctor.Error);
        JsonNode report = JsonNode.Parse(doctor.Output)!;
        Assert.Equal(doctor.ExitCode == 0, report["ok"]!.GetValue<bool>());
        Assert.Equal("ok system", $"{report["findings"]![0]!["status"]} {report["findings"]![0]!["what"]}");
        JsonNode[] rungs = [.. report["findings"]!.AsArray().Where(finding => finding!["what"]!.GetValue<string>().StartsWith("isolation ", StringComparison.Ordinal)).OfType<JsonNode>()];
        Assert.Equal(
            ["isolation overlay", "isolation overlay, mounted before the sandbox", "isolation bubblewrap", "isolation landlock", "isolation none"],
            rungs.Select(rung => rung["what"]!.GetValue<string>()));
        Assert.Single(rungs, rung => rung["reason"]!.GetValue<string>().StartsWith("used: ", StringComparison.Ordinal));
    }

    private static Machine MachineWith(ErrandUnderTest errand, params (string Name, string Program)[] programs)
    {
        var machine = new Machine(errand);
        // The harness makes it as the account's own mask says.
        File.SetUnixFileMode(errand.State, (UnixFileMode)Convert.ToInt32("700", 8));
        foreach ((string name, string program) in programs)
            machine.Install(name, program);
        return machine;
    }

    private static JsonObject Workers(params (string Name, JsonObject Settings)[] workers)
    {
        var entries = new JsonObject();
        foreach ((string name, JsonObject settings) in workers)
            entries[name] = settings;
        return new JsonObject { ["workers"] = entries, ["defaultWorker"] = workers[0].Name };
    }
}
