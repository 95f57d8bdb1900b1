using System.Net;
using System.Net.Sockets;
using System.Text;
using Errand.Processes.Confinement;
using Errand.Processes.Entry;

namespace Errand.Processes.Tests;

/// <summary>The program that stands first in a sandbox, run by itself.</summary>
public sealed class EntryProgramTests
{
    private static readonly ProcessRunner Runner = new(TimeProvider.System);

    [Fact]
    public async Task It_becomes_the_program_with_its_arguments_and_environment()
    {
        (string output, ProcessExit exit) = await EnterAsync(new EntryPlan(), """echo "$0 $1 $HELLO"; exit 7""", "one");

        Assert.Equal(("sh one world\n", 7), (output, exit.ExitCode));
    }

    [Fact]
    public async Task Limits_hold_for_the_program()
    {
        var plan = new EntryPlan { Limits = [ResourceLimit.FileSize(1024), ResourceLimit.NoCore] };

        (string output, _) = await EnterAsync(plan, "ulimit -f; ulimit -c");

        Assert.Equal("2\n0\n", output);
    }

    [Fact]
    public async Task No_descriptor_but_the_standard_ones_is_left()
    {
        (string output, _) = await EnterAsync(new EntryPlan(), "ls /proc/self/fd | head -4 | tr '\\n' ' '");

        // ls itself has one more open, to read the directory.
        Assert.Equal("0 1 2 3 ", output);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_a_sentence_and_an_exit_code()
    {
        using SafeHandleSet handles = new(new EntryPlan());

        CapturedOutput captured = await Runner.CaptureAsync(handles.Command(["/not/there"]), 4096, CancellationToken.None);

        Assert.Equal(126, captured.Exit.ExitCode);
        Assert.StartsWith("errand: the program could not be run in the sandbox", captured.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_listening_sockets_come_out_over_the_control_channel()
    {
        int port = FreePort();
        using var handles = new SafeHandleSet(new EntryPlan { Ports = [port] });
        Task<CapturedOutput> run = Runner.CaptureAsync(handles.Command(["/bin/sh", "-c", "sleep 0.1"]), 4096, CancellationToken.None);

        IReadOnlyList<Socket>? sockets = await handles.Channel.WaitAsync(CancellationToken.None);

        using Socket listener = Assert.Single(sockets!);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Task<Socket> accepted = listener.AcceptAsync();
        await client.ConnectAsync(IPAddress.Loopback, port);
        using Socket server = await accepted;
        await client.SendAsync("hello"u8.ToArray());
        byte[] buffer = new byte[16];
        Assert.Equal("hello", Encoding.UTF8.GetString(buffer, 0, await server.ReceiveAsync(buffer)));
        await run;
    }

    [Theory]
    [InlineData("unshare --user true", "peration not permitted")]
    [InlineData("python3 -c 'import socket; socket.socket(socket.AF_VSOCK)' 2>&1 || perl -e 'socket(my $s, 40, 1, 0) or die $!'", "not supported")]
    public async Task The_filter_refuses_what_no_build_needs(string command, string complaint)
    {
        (string output, ProcessExit exit) = await EnterAsync(new EntryPlan { Filter = SystemCallFilter.Build() }, $"exec 2>&1; {command}");

        Assert.NotEqual(0, exit.ExitCode);
        Assert.Contains(complaint, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_filter_lets_ordinary_programs_work()
    {
        (string output, ProcessExit exit) = await EnterAsync(
            new EntryPlan { Filter = SystemCallFilter.Build() }, "(echo a | cat; git --version >/dev/null; dotnet --version >/dev/null && echo b) 2>&1");

        Assert.Equal(("a\nb\n", 0), (output, exit.ExitCode));
    }

    [Fact]
    public void The_other_architecture_gets_a_program_of_its_own()
    {
        byte[] program = EntryProgram.Build(new EntryPlan { Ports = [4141] }, new Arm64Machine());

        Assert.Equal(183, program[18]);
    }

    private static async Task<(string Output, ProcessExit Exit)> EnterAsync(EntryPlan plan, string script, params string[] arguments)
    {
        using var handles = new SafeHandleSet(plan);
        CapturedOutput captured = await Runner.CaptureAsync(handles.Command(["/bin/sh", "-c", script, "sh", .. arguments]), 4096, CancellationToken.None);
        return (Encoding.UTF8.GetString(captured.Output.Span), captured.Exit);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private sealed class SafeHandleSet(EntryPlan plan) : IDisposable
    {
        private readonly System.Runtime.InteropServices.SafeHandle program = MemoryFile.Create("entry", EntryProgram.Build(plan));

        public ControlChannel Channel { get; } = new();

        public ProcessCommand Command(IReadOnlyList<string> arguments) => new("/proc/self/fd/4", arguments)
        {
            WorkingDirectory = "/",
            Environment = new Dictionary<string, string> { ["HELLO"] = "world", ["PATH"] = "/usr/bin:/bin", ["HOME"] = "/tmp", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1" },
            Inherited = [Channel.Theirs, program],
        };

        public void Dispose()
        {
            program.Dispose();
            Channel.Dispose();
        }
    }
}
