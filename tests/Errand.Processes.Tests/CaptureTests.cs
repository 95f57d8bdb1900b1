using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Errand.Processes.Native;
using Errand.Processes.Spawning;
using Errand.Testing;

namespace Errand.Processes.Tests;

/// <summary>What a program gets, and what comes back of a short command.</summary>
[Collection(nameof(ResidentMemory))]
public sealed class CaptureTests : IDisposable
{
    private const int Megabyte = 1024 * 1024;
    private readonly TempDirectory directory = new();
    private readonly ProcessRunner runner = new(TimeProvider.System);

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Exit_code_output_and_error_come_back()
    {
        CapturedOutput captured = await RunAsync("/bin/sh", "-c", "echo out; echo err >&2; exit 7");
        ProcessExit exit = captured.Exit;
        Assert.Equal((7, null, EndedBy.Itself, 0), (exit.ExitCode, exit.Signal, exit.EndedBy, exit.Survivors));
        Assert.Equal(("out\n", "err\n", false), (Text(captured), captured.Error, captured.OutputTruncated));
        Assert.Equal(8, exit.OutputBytes);
    }

    [Fact]
    public async Task The_signal_that_ended_it_comes_back()
    {
        CapturedOutput captured = await RunAsync("/bin/sh", "-c", "kill -TERM $$");
        Assert.Equal((128 + 15, 15), (captured.Exit.ExitCode, captured.Exit.Signal));
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] arguments = ["", " ", "a b", "\"'`$HOME\\", "-rf", "--", "*", "line\nline", "grüße 😀", new string('x', 100_000)];
        CapturedOutput captured = await RunAsync("/bin/sh", ["-c", "for a; do printf '%s\\0' \"$a\"; done", "sh", .. arguments]);
        Assert.Equal(arguments, Text(captured).Split('\0')[..^1]);
    }

    [Fact]
    public async Task The_environment_is_the_given_one_and_nothing_else()
    {
        var environment = new Dictionary<string, string>
        {
            ["A"] = "1",
            ["EMPTY"] = "",
            ["TEXT"] = "grüße\nüber=zeilen",
            ["PATH"] = "/usr/bin:/bin",
        };
        CapturedOutput captured = await runner.CaptureAsync(
            new ProcessCommand("env", ["-0"]) { WorkingDirectory = directory.Path, Environment = environment }, Megabyte, CancellationToken.None);
        Assert.Equal(environment.Select(variable => $"{variable.Key}={variable.Value}").Order(), Text(captured).Split('\0')[..^1].Order());
    }

    [Fact]
    public async Task An_empty_environment_is_empty()
    {
        var command = new ProcessCommand("/usr/bin/env", []) { WorkingDirectory = directory.Path, Environment = new Dictionary<string, string>() };
        Assert.Equal("", Text(await runner.CaptureAsync(command, Megabyte, CancellationToken.None)));
    }

    [Fact]
    public async Task It_starts_in_its_directory_without_signals_descriptors_or_terminal_of_ours()
    {
        string home = directory.MakeDirectory("a directory with 'quotes' and grüße");
        CapturedOutput captured = await runner.CaptureAsync(
            FakeWorker.Command(home, "/bin/sh", "-c", "pwd; echo $$; cut -d' ' -f1,5,6,7 /proc/$$/stat; ls /proc/self/fd; cat /proc/self/status"),
            Megabyte, CancellationToken.None);

        string[] lines = Text(captured).Split('\n');
        string pid = lines[1];
        // Of stat: process, group, session, terminal. Descriptor 3 is the directory that ls itself reads.
        Assert.Equal([home, pid, $"{pid} {pid} {pid} 0", "0", "1", "2", "3"], lines[..7]);
        Assert.Equal(0UL, Signals("SigBlk"));
        Assert.Equal(0UL, Signals("SigCgt"));
        // The C library ignores its two own signals, 32 and 33, in everything that it spawns, until the program sets them up for itself.
        Assert.Equal(0UL, Signals("SigIgn") & ~0x1_8000_0000UL);

        ulong Signals(string name) =>
            ulong.Parse(lines.Single(line => line.StartsWith($"{name}:\t", StringComparison.Ordinal)).Split('\t')[1], NumberStyles.HexNumber);
    }

    [Fact]
    public async Task An_older_C_library_gives_the_same()
    {
        string home = directory.MakeDirectory("-home 'of' a test");
        (int read, int write) = InheritableDescriptors();
        try
        {
            (Descriptor readEnd, Descriptor writeEnd) = Descriptor.Pipe();
            using Descriptor nothing = Descriptor.Read("/dev/null");
            ProcessCommand command = FakeWorker.Command(home, "sh", "-c", "pwd; ls /proc/self/fd; printf %s \"$1\"", "sh", "a  b");
            var request = SpawnRequest.For(command, nothing, writeEnd, nothing);
            Child child = ChildTable.Start(request.WithCapabilities(new SpawnCapabilities(ChangeDirectory: false)));
            writeEnd.Dispose();
            using var output = new StreamReader($"/proc/self/fd/{readEnd.Number}");
            Assert.Equal($"{home}\n0\n1\n2\n3\na  b", await output.ReadToEndAsync());
            Assert.Equal(new WaitStatus(0, null), await child.Ended.WaitAsync(TestTimeouts.Default));
            readEnd.Dispose();
        }
        finally
        {
            _ = Libc.Close(read);
            _ = Libc.Close(write);
        }
    }

    [Fact]
    public async Task Descriptors_that_we_inherited_are_not_passed_on()
    {
        (int read, int write) = InheritableDescriptors();
        try
        {
            Assert.Equal("0\n1\n2\n3\n", Text(await RunAsync("/bin/ls", "/proc/self/fd")));
        }
        finally
        {
            _ = Libc.Close(read);
            _ = Libc.Close(write);
        }
    }

    [Fact]
    public async Task Two_megabytes_of_input_arrive_byte_for_byte()
    {
        byte[] input = RandomNumberGenerator.GetBytes(2 * Megabyte);
        string copy = directory["copy"];
        ProcessCommand command = FakeWorker.Nothing.EchoStdin(copy).In(directory.Path) with { StandardInput = input };
        CapturedOutput captured = await runner.CaptureAsync(command, 0, CancellationToken.None);
        Assert.Equal(0, captured.Exit.ExitCode);
        Assert.Equal(input, await File.ReadAllBytesAsync(copy));
    }

    [Theory]
    [InlineData("exit 5")]
    [InlineData("exec <&-; sleep 0.05; exit 5")]
    [InlineData("head -c 10 >/dev/null; exit 5")]
    [InlineData("sleep 300 & exit 5")]
    public async Task A_program_that_does_not_want_its_input_decides_by_its_exit_code(string script)
    {
        CapturedOutput captured = await runner.CaptureAsync(
            FakeWorker.Command(directory.Path, "/bin/sh", "-c", script) with { StandardInput = new byte[2 * Megabyte] }, 0, CancellationToken.None);
        Assert.Equal((5, 0), (captured.Exit.ExitCode, captured.Exit.Survivors));
    }

    [Fact]
    public async Task A_filter_that_writes_as_much_as_it_reads_does_not_lock_up()
    {
        byte[] input = RandomNumberGenerator.GetBytes(4 * Megabyte);
        CapturedOutput captured = await runner.CaptureAsync(
            FakeWorker.Command(directory.Path, "sh", "-c", "tee /dev/stderr") with { StandardInput = input }, 4 * Megabyte, CancellationToken.None);
        Assert.Equal(input, captured.Output.ToArray());
        Assert.Equal(8L * Megabyte, captured.Exit.OutputBytes);
    }

    [Fact]
    public async Task Long_output_is_cut_at_the_limit_and_of_the_errors_the_end_is_kept()
    {
        CapturedOutput captured = await runner.CaptureAsync(
            FakeWorker.Nothing.Spew(30 * Megabyte).Do("spew-error", $"{30 * Megabyte}").Warn("the last words").In(directory.Path),
            1000, CancellationToken.None);
        Assert.Equal((1000, true), (captured.Output.Length, captured.OutputTruncated));
        Assert.Equal(64 * 1024, captured.Error.Length);
        Assert.EndsWith("xxx\nthe last words\n", captured.Error, StringComparison.Ordinal);
        Assert.Equal((60L * Megabyte) + 15, captured.Exit.OutputBytes);
    }

    [Fact]
    public async Task Output_of_just_the_limit_is_not_cut()
    {
        CapturedOutput captured = await runner.CaptureAsync(FakeWorker.Command(directory.Path, "printf", "12345"), 5, CancellationToken.None);
        Assert.Equal(("12345", false), (Text(captured), captured.OutputTruncated));
    }

    [Fact]
    public async Task Cancelling_leaves_nothing_running()
    {
        using var cancellation = new CancellationTokenSource();
        string pidFile = directory["pid"];
        string script = $"sleep 300 & echo $! >'{pidFile}.tmp'; mv '{pidFile}.tmp' '{pidFile}'; wait";
        Task<CapturedOutput> running = runner.CaptureAsync(FakeWorker.Command(directory.Path, "/bin/sh", "-c", script), 0, cancellation.Token);
        ProcessIdentity child = ProcessIdentity.Of(int.Parse(await Wait.ForFileAsync(pidFile)))!;
        Assert.True(child.IsAlive());

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.False(child.IsAlive());
    }

    [Fact]
    public async Task A_token_that_is_cancelled_before_starts_nothing()
    {
        string mark = directory["mark"];
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => runner.CaptureAsync(FakeWorker.Command(directory.Path, "touch", mark), 0, new CancellationToken(canceled: true)));
        Assert.False(File.Exists(mark));
    }

    private static string Text(CapturedOutput captured) => Encoding.UTF8.GetString(captured.Output.Span);

    private static unsafe (int Read, int Write) InheritableDescriptors()
    {
        int* ends = stackalloc int[2];
        Assert.Equal(0, Libc.Pipe(ends, 0));
        return (ends[0], ends[1]);
    }

    private Task<CapturedOutput> RunAsync(string program, params string[] arguments) =>
        runner.CaptureAsync(FakeWorker.Command(directory.Path, program, arguments), Megabyte, CancellationToken.None);
}
