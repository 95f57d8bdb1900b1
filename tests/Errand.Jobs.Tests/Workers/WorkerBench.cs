using System.Text;
using Errand.Core;
using Errand.Jobs.Workers;
using Errand.Processes;
using Errand.Testing;

namespace Errand.Jobs.Tests.Workers;

/// <summary>A place with the directories that a worker's context names, and short ways to make one.</summary>
internal sealed class WorkerBench : IDisposable
{
    private readonly TempDirectory root = new();

    public WorkerBench()
    {
        foreach (string name in (string[])["bin", "home", "tmp", "user", "workspace/sub"])
            root.MakeDirectory(name);
        Context = new WorkerContext
        {
            Worker = new WorkerSpec { Name = "w", Driver = "claude", BaseUrl = "http://127.0.0.1:9/v1" },
            WorkspaceDirectory = root["workspace"],
            WorkingDirectory = root["workspace"],
            HomeDirectory = root["home"],
            TempDirectory = root["tmp"],
            PromptFile = root["prompt.md"],
            Mode = JobMode.Write,
            UserEnvironment = new Dictionary<string, string> { ["PATH"] = root["bin"] },
            UserHomeDirectory = root["user"],
            JobVariables = new Dictionary<string, string> { ["ERRAND_RUN"] = "token-1" },
        };
    }

    public WorkerContext Context { get; }

    public string this[string path] => root[path];

    public WorkerContext With(Func<WorkerSpec, WorkerSpec> change) => Context with { Worker = change(Context.Worker) };

    public WorkerContext WithUser(params (string Name, string Value)[] variables) =>
        Context with { UserEnvironment = variables.Append(("PATH", root["bin"])).ToDictionary(entry => entry.Item1, entry => entry.Item2) };

    public string Write(string path, string text) => root.Write(path, text);

    /// <summary>Makes an executable file; a native one begins as Linux programs begin.</summary>
    public string Program(string path, bool isNative)
    {
        string file = root.Write(path, isNative ? "\u007fELF rest" : "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        return file;
    }

    public string Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(root[path])!);
        return File.CreateSymbolicLink(root[path], target).FullName;
    }

    public void Dispose() => root.Dispose();

    public static ProcessExit Exit(int code) => new(code, null, TimeSpan.FromSeconds(1), EndedBy.Itself, 0);

    public static ProcessExit Killed(int signal) => new(128 + signal, signal, TimeSpan.FromSeconds(1), EndedBy.Kill, 0);

    public static CapturedOutput Answer(string output, int exitCode = 0, string error = "") =>
        new(Exit(exitCode), Encoding.UTF8.GetBytes(output), error, OutputTruncated: false);
}
