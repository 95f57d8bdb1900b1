using Errand.Testing;

namespace Errand.Processes.Tests;

public sealed class StartFailureTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly ProcessRunner runner = new(TimeProvider.System);

    public void Dispose() => directory.Dispose();

    [Fact]
    public Task A_missing_program() => FailsAsync(Command("/nowhere/program"), "'/nowhere/program' does not exist.");

    [Fact]
    public Task A_name_that_is_not_in_PATH() =>
        FailsAsync(Command("no-such-program") with { Environment = Path("/usr/bin:/bin") }, "it is in no directory of PATH ('/usr/bin:/bin').");

    [Fact]
    public Task A_name_without_PATH() =>
        FailsAsync(Command("sh") with { Environment = new Dictionary<string, string>() }, "its environment has no PATH to look it up in.");

    [Fact]
    public Task A_relative_path() => FailsAsync(Command("./sh"), "the path is not absolute.");

    [Fact]
    public async Task Relative_directories_in_PATH_are_not_searched()
    {
        File.SetUnixFileMode(directory.Write("evil", "#!/bin/sh\n"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await FailsAsync(Command("evil") with { Environment = Path(".::bin") }, "it is in no directory of PATH ('.::bin').");
    }

    [Fact]
    public async Task A_name_finds_the_first_program_that_may_be_executed()
    {
        directory.Write("a/tool", "#!/bin/sh\nexit 1\n");
        directory.MakeDirectory("b/tool");
        File.SetUnixFileMode(directory.Write("c/tool", "#!/bin/sh\nexit 3\n"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        CapturedOutput captured = await runner.CaptureAsync(
            Command("tool") with { Environment = Path($"{directory["a"]}:{directory["b"]}:{directory["c"]}") }, 0, CancellationToken.None);
        Assert.Equal(3, captured.Exit.ExitCode);
    }

    [Fact]
    public Task A_file_that_may_not_be_executed()
    {
        string path = directory.Write("file", "text");
        return FailsAsync(Command(path), $"'{path}' may not be executed.");
    }

    [Fact]
    public Task A_directory() => FailsAsync(Command(directory.Path), $"'{directory.Path}' is a directory.");

    [Fact]
    public Task A_script_without_an_interpreter_line()
    {
        string path = directory.Write("script", "echo hello\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return FailsAsync(Command(path), $"'{path}' is neither a program for this machine nor a script with a '#!' line.");
    }

    [Fact]
    public Task A_script_whose_interpreter_is_missing()
    {
        string path = directory.Write("script", "#!/nowhere/interpreter\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return FailsAsync(Command(path), $"the program that '{path}' needs to run (its '#!' line, or its loader) does not exist.");
    }

    [Fact]
    public Task A_missing_working_directory() =>
        FailsAsync(Command("/bin/true") with { WorkingDirectory = "/nowhere" }, "its working directory '/nowhere' does not exist.");

    [Fact]
    public Task A_relative_working_directory() =>
        FailsAsync(Command("/bin/true") with { WorkingDirectory = "here" }, "its working directory 'here' is not absolute.");

    [Fact]
    public Task An_argument_that_is_too_long() =>
        FailsAsync(Command("/bin/true", new string('x', 200_000)), "its arguments and environment are longer than the system allows (128 KiB for one argument).");

    [Fact]
    public Task An_argument_with_NUL() =>
        FailsAsync(Command("/bin/true", "a\0b"), "an argument or its working directory contains a NUL character.");

    [Theory]
    [InlineData("", "x")]
    [InlineData("A=B", "x")]
    [InlineData("A", "x\0y")]
    public Task An_impossible_variable(string name, string value) =>
        FailsAsync(
            Command("/bin/true") with { Environment = new Dictionary<string, string> { [name] = value } },
            $"the environment variable '{name}' has an impossible name or a NUL character in its value.");

    [Fact]
    public async Task A_failed_start_leaves_no_descriptor_open()
    {
        static int OpenDescriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;
        await Assert.ThrowsAsync<ProcessStartException>(() => runner.CaptureAsync(Command("/nowhere/program"), 0, CancellationToken.None));
        int before = OpenDescriptors();
        for (int i = 0; i < 100; i++)
            await Assert.ThrowsAsync<ProcessStartException>(() => runner.CaptureAsync(Command("/nowhere/program"), 0, CancellationToken.None));
        // Other tests run beside this one.
        Assert.InRange(OpenDescriptors(), 0, before + 60);
    }

    private static Dictionary<string, string> Path(string path) => new() { ["PATH"] = path };

    private ProcessCommand Command(string program, params string[] arguments) => FakeWorker.Command(directory.Path, program, arguments);

    private async Task FailsAsync(ProcessCommand command, string reason)
    {
        ProcessStartException failure = await Assert.ThrowsAsync<ProcessStartException>(() => runner.CaptureAsync(command, 0, CancellationToken.None));
        Assert.Equal($"'{command.FileName}' could not be started: {reason}", failure.Message);
    }
}
