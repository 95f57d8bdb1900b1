using System.Diagnostics;
using System.Text;

namespace Errand.EndToEnd.Tests;

/// <summary>A repository as a user has one, made with the machine's own git.</summary>
internal sealed class UserRepository
{
    public UserRepository(string root)
    {
        Root = root;
        Directory.CreateDirectory(root);
        Git("init", "-q", "-b", "main");
        Git("config", "user.name", "A User");
        Git("config", "user.email", "user@example.invalid");
        Write("README.md", "A project.\n");
        Write("src/a.txt", "one\ntwo\nthree\n");
        Commit("first");
    }

    public string Root { get; }

    public void Write(string path, string text)
    {
        string file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public bool Exists(string path) => File.Exists(Path.Combine(Root, path));

    public void Commit(string message)
    {
        Git("add", "-A");
        Git("commit", "-q", "-m", message);
    }

    /// <summary>Runs git in the repository and gives what it prints.</summary>
    public string Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        using Process process = Process.Start(start)!;
        var error = new StringBuilder();
        process.ErrorDataReceived += (_, line) => error.AppendLine(line.Data);
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {error}");
    }
}
