using System.Globalization;
using System.Text.Json;
using Errand.Processes;

namespace Errand.Testing;

/// <summary>Steps for <see cref="FakeWorker"/>; immutable.</summary>
/// <param name="Steps">Each step: the verb and its arguments.</param>
public sealed record FakeScript(IReadOnlyList<IReadOnlyList<string>> Steps)
{
    /// <summary>Any verb, for those that need no method of their own.</summary>
    public FakeScript Do(string verb, params string[] arguments) => new([.. Steps, [verb, .. arguments]]);

    /// <summary>Prints a line on standard output.</summary>
    public FakeScript Say(string text) => Do("say", text);

    /// <summary>Prints a line on standard error.</summary>
    public FakeScript Warn(string text) => Do("warn", text);

    /// <summary>Writes a whole file, with the directories that it needs.</summary>
    public FakeScript Edit(string path, string text) => Do("edit", path, text);

    /// <summary>Appends to a file.</summary>
    public FakeScript Append(string path, string text) => Do("append", path, text);

    /// <summary>Removes a file or a whole directory.</summary>
    public FakeScript Delete(string path) => Do("delete", path);

    /// <summary>Makes an empty file: a sign that the worker has come this far.</summary>
    public FakeScript Touch(string path) => Do("touch", path);

    /// <summary>Waits until a file exists.</summary>
    public FakeScript WaitFile(string path) => Do("wait-file", path);

    /// <summary>Sleeps.</summary>
    public FakeScript Sleep(double seconds) => Do("sleep", Number(seconds));

    /// <summary>Uses one core.</summary>
    public FakeScript Burn(double seconds) => Do("burn", Number(seconds));

    /// <summary>Ignores SIGINT and SIGTERM from here on, and so do the children that it starts.</summary>
    public FakeScript IgnoreSignals() => Do("ignore-signals");

    /// <summary>Starts a program in the background, with the worker's own standard streams; <c>self</c> = the fake worker.</summary>
    public FakeScript Child(string program, params string[] arguments) => Do("child", [program, .. arguments]);

    /// <summary>Leaves a daemon: no parent, its own session, standard output still open.</summary>
    public FakeScript Daemon(double seconds, string? pidFile = null) => Do("daemon", WithPidFile(seconds, pidFile));

    /// <summary>Leaves a daemon like <see cref="Daemon"/> whose environment is empty.</summary>
    public FakeScript DaemonWithCleanedEnvironment(double seconds, string? pidFile = null) => Do("daemon-clean", WithPidFile(seconds, pidFile));

    /// <summary>Prints lines of 80 bytes until so many bytes are out.</summary>
    public FakeScript Spew(long bytes) => Do("spew", bytes.ToString(CultureInfo.InvariantCulture));

    /// <summary>Copies standard input to a file, byte for byte, to its end.</summary>
    public FakeScript EchoStdin(string path) => Do("echo-stdin", path);

    /// <summary>Ends by a signal, such as <c>9</c>.</summary>
    public FakeScript Crash(int signal) => Do("crash", signal.ToString(CultureInfo.InvariantCulture));

    /// <summary>Ends with an exit code.</summary>
    public FakeScript Exit(int code) => Do("exit", code.ToString(CultureInfo.InvariantCulture));

    /// <summary>The script as an argument list; no argument of a step may be a lone comma.</summary>
    public IReadOnlyList<string> Arguments
    {
        get
        {
            var arguments = new List<string>();
            foreach (IReadOnlyList<string> step in Steps)
            {
                if (arguments.Count > 0)
                    arguments.Add(",");
                arguments.AddRange(step);
            }

            return arguments;
        }
    }

    /// <summary>Writes the script to a file for <c>play</c>, and gives the file's path.</summary>
    public string Save(string path)
    {
        File.WriteAllText(path, JsonSerializer.Serialize(Steps));
        return path;
    }

    /// <summary>The command that runs the script with PATH as its only variable.</summary>
    public ProcessCommand In(string workingDirectory) => FakeWorker.Command(workingDirectory, FakeWorker.Path, [.. Arguments]);

    private static string[] WithPidFile(double seconds, string? pidFile) => pidFile is null ? [Number(seconds)] : [Number(seconds), pidFile];

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
