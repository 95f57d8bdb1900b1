using Errand.Processes;

namespace Errand.Testing;

/// <summary>
/// A worker that is a real executable and does what it is told, step by step. <c>errand-fake-worker help</c> explains every verb.
/// <code>FakeWorker.Say("hello").Edit("a.txt", "new\n").Daemon(300).Exit(3)</code>
/// </summary>
public static class FakeWorker
{
    /// <summary>Absolute path of the executable.</summary>
    public static string Path { get; } = ToolPaths.BuiltBy("Errand.FakeWorker", "errand-fake-worker");

    /// <summary>A worker that does nothing and succeeds.</summary>
    public static FakeScript Nothing { get; } = new([]);

    /// <inheritdoc cref="FakeScript.Say"/>
    public static FakeScript Say(string text) => Nothing.Say(text);

    /// <inheritdoc cref="FakeScript.Edit"/>
    public static FakeScript Edit(string path, string text) => Nothing.Edit(path, text);

    /// <inheritdoc cref="FakeScript.IgnoreSignals"/>
    public static FakeScript IgnoreSignals() => Nothing.IgnoreSignals();

    /// <inheritdoc cref="FakeScript.Do"/>
    public static FakeScript Do(string verb, params string[] arguments) => Nothing.Do(verb, arguments);

    /// <summary>The environment that tests give to programs which need none: PATH alone.</summary>
    public static IReadOnlyDictionary<string, string> MinimalEnvironment { get; } =
        new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin" };

    /// <summary>A command with the minimal environment, for tests.</summary>
    public static ProcessCommand Command(string workingDirectory, string program, params string[] arguments) =>
        new(program, arguments) { WorkingDirectory = workingDirectory, Environment = MinimalEnvironment };
}
