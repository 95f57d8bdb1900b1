using System.Diagnostics;
using System.Text;
using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces;
using Errand.Processes;
using Errand.Testing;

namespace Errand.Jobs.Tests.Git;

/// <summary>A user with a home of their own, a repository, and a state directory for jobs; git runs as it does for a person at a terminal.</summary>
internal sealed class TestRepository : IDisposable
{
    private readonly TempDirectory directory = new();

    private readonly Dictionary<string, string> variables;

    public TestRepository(params string[] initArguments)
    {
        Directory.CreateDirectory(Home);
        Directory.CreateDirectory(Root);
        Directory.CreateDirectory(directory["state"]);
        File.WriteAllText(Path.Combine(Home, ".gitconfig"), "[user]\n\tname = A User\n\temail = user@example.invalid\n[init]\n\tdefaultBranch = main\n[protocol \"file\"]\n\tallow = always\n");
        variables = new() { ["PATH"] = System.Environment.GetEnvironmentVariable("PATH")!, ["HOME"] = Home };
        Environment = new ErrandEnvironment
        {
            StateDirectory = directory["state"],
            WorkingDirectory = Root,
            HomeDirectory = Home,
            Executable = "/nonexistent/errand",
            Variables = variables,
        };
        Client = new GitClient(new ProcessRunner(TimeProvider.System), Environment);
        GitIn(Root, ["init", "--quiet", .. initArguments]);
    }

    /// <summary>Gives the user's environment a variable.</summary>
    public void SetVariable(string name, string value) => variables[name] = value;

    public string Home => directory["home"];

    public string Root => directory["repository"];

    public string GitDirectory => Path.Combine(Root, ".git");

    public ErrandEnvironment Environment { get; }

    public GitClient Client { get; }

    /// <summary>A path beside the repository.</summary>
    public string this[string relativePath] => directory[relativePath];

    public WorkspacePlace Place(int job = 1) => new()
    {
        Job = new JobId(job),
        Owner = new JobId(job),
        Root = directory[$"state/j{job}/workspace"],
        RecordFile = directory[$"state/j{job}/workspace.record"],
        GitDirectory = directory[$"state/j{job}/git"],
    };

    /// <summary>Writes a file of the checkout.</summary>
    public TestRepository Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));

    public TestRepository Write(string path, byte[] content)
    {
        string full = Path.Join(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
        return this;
    }

    /// <summary>Commits everything that is in the checkout.</summary>
    public string Commit(string message = "a commit")
    {
        Git("add", "--all");
        Git("commit", "--quiet", "--allow-empty", "--message", message);
        return Git("rev-parse", "HEAD");
    }

    /// <summary>Runs git in the checkout as the user and returns what it prints, without the last line end.</summary>
    public string Git(params string[] arguments) => GitIn(Root, arguments);

    public string GitIn(string where, params string[] arguments) => Encoding.UTF8.GetString(GitBytes(where, [], arguments)).TrimEnd('\n');

    public byte[] GitBytes(string where, byte[] input, params string[] arguments)
    {
        (int exitCode, byte[] output, string error) = TryGit(where, input, arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException($"git {string.Join(' ', arguments)} in {where}: {error}");
    }

    public (int ExitCode, byte[] Output, string Error) TryGit(string where, byte[] input, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = where,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        SetVariables(start);
        using Process process = Process.Start(start)!;
        var error = new StringBuilder();
        process.ErrorDataReceived += (_, line) => error.AppendLine(line.Data);
        process.BeginErrorReadLine();
        var writing = new Thread(() =>
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        });
        writing.Start();
        var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        writing.Join();
        return (process.ExitCode, output.ToArray(), error.ToString());
    }

    /// <summary>Runs a shell script in the checkout as the user.</summary>
    public void Shell(string script) => ShellIn(Root, script);

    public void ShellIn(string where, string script)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-euc", script]) { WorkingDirectory = where, RedirectStandardError = true };
        SetVariables(start);
        using Process shell = Process.Start(start)!;
        string error = shell.StandardError.ReadToEnd();
        shell.WaitForExit();
        Assert.True(shell.ExitCode == 0, $"{script}\n{error}");
    }

    public Task<RepositorySpec> ResolveAsync(string? baseName = null, string? directory = null) =>
        new RepositoryResolver(Client).ResolveAsync(directory ?? Root, baseName, CancellationToken.None);

    public void Dispose() => directory.Dispose();

    private void SetVariables(ProcessStartInfo start)
    {
        start.Environment.Clear();
        foreach ((string name, string value) in Environment.Variables)
            start.Environment[name] = value;
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
    }
}
