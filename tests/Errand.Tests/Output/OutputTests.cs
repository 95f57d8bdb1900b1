using System.Text;
using System.Text.Json;
using Errand.Core;
using Errand.Output;
using Errand.Terminals;

namespace Errand.Tests.Output;

public sealed class OutputTests
{
    [Fact]
    public void JSON_stays_readable_and_cannot_hide_anything()
    {
        using var recorder = new Recorder();
        var answer = new ErrorAnswer(new ErrorDetail("ERR1001", "it's <ü> \u202e\u200b\e\ud83d\ude00 \"q\"", 2));

        JsonOutput.Write(recorder.Terminal, answer, FaceJson.Default.ErrorAnswer, OutputFormat.Json);

        Assert.Equal("{\"error\":{\"id\":\"ERR1001\",\"message\":\"it's <ü> \\u202e\\u200b\\u001B\\uD83D\\uDE00 \\\"q\\\"\",\"exitCode\":2}}\n", recorder.Out);
        Assert.Equal(answer, JsonSerializer.Deserialize(recorder.Out, FaceJson.Default.ErrorAnswer));
    }

    [Fact]
    public void Who_interrupts_a_command_reads_nothing_and_a_program_its_document()
    {
        using var text = new Recorder();
        using var json = new Recorder();

        ExitCode code = new ErrorReport(text.Terminal, OutputFormat.Text).WriteInterrupted("j1 goes on.");
        new ErrorReport(json.Terminal, OutputFormat.Json).WriteInterrupted("j1 goes on.");

        Assert.Equal((ExitCode.Interrupted, ""), (code, text.Out));
        Assert.Equal("{\"error\":{\"id\":\"interrupted\",\"message\":\"j1 goes on.\",\"exitCode\":130}}\n", json.Out);
    }

    [Fact]
    public void A_part_reaches_a_pipe_byte_for_byte()
    {
        using var recorder = new Recorder();
        byte[] bytes = [0, 0xff, (byte)'\e', (byte)'\n', 0xc3];

        Part(recorder.Terminal).Write(bytes);

        Assert.Equal(bytes, recorder.Bytes);
    }

    [Fact]
    public void A_part_cannot_move_the_cursor_of_a_screen()
    {
        using var recorder = new Recorder(isInteractive: true);

        Part(recorder.Terminal).Write("a\tb\e[2J\r\nü\u202e\n"u8);

        Assert.Equal("a\tb\\x1b[2J\\r\nü\\u202e\n", recorder.Out);
    }

    [Fact]
    public void Events_are_lines_and_may_come_in_any_pieces()
    {
        byte[] lines = Encoding.UTF8.GetBytes(
            """
            {"at":"2026-11-21T10:00:00Z","event":{"kind":"tool_started","text":"dotnet test"}}
            {"at":"2026-11-21T10:00:01Z","event":{"kind":"other","text":"noise"}}
            {"at":"2026-11-21T10:00:02Z","event":{"kind":"message","text":"two\nlines \u001b[2J"},"later":1}

            """.ReplaceLineEndings("\n"));
        var writer = new StringWriter { NewLine = "\n" };
        var events = new EventLines(writer);

        foreach (byte[] piece in lines.Chunk(7))
            events.Write(piece);

        string[] shown = [.. writer.ToString().TrimEnd('\n').Split('\n').Select(line => line[8..])];
        Assert.Equal(["  tool_started  dotnet test", "  message       two\\nlines \\x1b[2J"], shown);
    }

    [Fact]
    public void An_error_is_one_line_for_people_and_an_object_for_programs()
    {
        using var recorder = new Recorder();
        var report = new ErrorReport(recorder.Terminal, OutputFormat.Json);

        ExitCode code = report.Write(new ErrandException(ErrorCatalog.UnknownJob, "There is no job j9."));

        Assert.Equal(ExitCode.Refused, code);
        Assert.Equal("errand: ERR1002 There is no job j9.\n", recorder.Error);
        Assert.Equal("{\"error\":{\"id\":\"ERR1002\",\"message\":\"There is no job j9.\",\"exitCode\":5}}\n", recorder.Out);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_internal_error_is_one_line_and_its_stack_is_for_those_who_ask(bool isDebugging)
    {
        using var recorder = new Recorder();

        ExitCode code = new ErrorReport(recorder.Terminal, OutputFormat.Text).WriteInternal(new InvalidOperationException("odd\nthing"), isDebugging);

        Assert.Equal(ExitCode.Internal, code);
        Assert.StartsWith("errand: internal error: InvalidOperationException: odd\\nthing. This is a mistake in Errand ", recorder.Error, StringComparison.Ordinal);
        Assert.Equal(isDebugging, recorder.Error.TrimEnd().Contains('\n', StringComparison.Ordinal));
        Assert.Equal("", recorder.Out);
    }

    private static PartOutput Part(Terminal terminal) => new(null!, terminal, TimeProvider.System);
}
