using System.Text;
using Errand.Processes;
using Errand.Testing;

namespace Errand.Tests.Wrapper;

/// <summary>A copy of the script <c>errand</c> in a small source tree, with a <c>dotnet</c> that only writes down how it was called.</summary>
internal sealed class SourceTree : IDisposable
{
    private const string Tools = "cat chmod date dirname find flock ln mkdir mv paste readlink rm sed sh sleep touch uname";

    private readonly TempDirectory directory = new();

    public SourceTree()
    {
        directory.Write("tree/src/Errand/Program.cs", "");
        foreach (string file in (string[])["Directory.Build.props", "Directory.Packages.props", "global.json"])
            directory.Write($"tree/{file}", "");
        File.Copy(Path.Combine(ToolPaths.Repository, "errand"), directory["tree/errand"]);
        directory.MakeDirectory("bin");
        foreach (string tool in Tools.Split(' '))
            File.CreateSymbolicLink(directory[$"bin/{tool}"], Find(tool));
    }

    public string Root => directory["tree"];

    public string this[string relativePath] => directory[$"tree/{relativePath}"];

    /// <summary>How often a build was begun.</summary>
    public int Builds => File.Exists(directory["builds"]) ? File.ReadAllLines(directory["builds"]).Length : 0;

    /// <summary>What the last build was told.</summary>
    public string LastBuild => File.ReadAllLines(directory["builds"])[^1];

    /// <summary>Installs a dotnet whose builds print <paramref name="output"/> and end with <paramref name="exitCode"/>.</summary>
    /// <param name="output">What a build says.</param>
    /// <param name="exitCode">0 = it makes a program that prints <c>ran</c> and its arguments.</param>
    /// <param name="version">What <c>dotnet --version</c> says; null = it fails, because no SDK fits.</param>
    public void InstallDotnet(string output = "", int exitCode = 0, string? version = "10.0.401")
    {
        string script = $$"""
            #!/bin/sh
            case $1 in
            --version) {{(version is null ? "exit 1" : $"echo {version}")}} ;;
            --list-sdks) echo '8.0.404 [/usr/share/dotnet/sdk]'; echo '9.0.100 [/usr/share/dotnet/sdk]' ;;
            publish)
                echo "$*" >>'{{directory["builds"]}}'
                cat >'{{directory["stdin"]}}'
                while [ $# -gt 0 ]; do [ "$1" = -o ] && out=$2; shift; done
                echo '{{output}}'
                [ {{exitCode}} = 0 ] || exit {{exitCode}}
                printf '#!/bin/sh\necho "ran $*"\n[ "$1" != cat ] || cat\n[ -z "${ERRAND_TOOLS:-}" ] || echo "$ERRAND_TOOLS"\n' >"$out/errand"
                chmod +x "$out/errand"
                ;;
            esac
            """;
        File.WriteAllText(directory["bin/dotnet"], script.ReplaceLineEndings("\n") + "\n");
        File.SetUnixFileMode(directory["bin/dotnet"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>How often the worker programs were fetched.</summary>
    public int Fetches => File.Exists(directory["fetches"]) ? File.ReadAllLines(directory["fetches"]).Length : 0;

    /// <summary>Puts a program into PATH that does nothing.</summary>
    public void InstallProgram(string name) => WriteScript($"bin/{name}", "");

    /// <summary>Lets fetching the worker programs end like this.</summary>
    public void InstallFetch(int exitCode = 0) => WriteScript("tree/eng/tools/install", $"echo fetched >>'{directory["fetches"]}'; exit {exitCode}");

    /// <summary>Makes a path newer than every build so far.</summary>
    public void Change(string relativePath)
    {
        string path = this[relativePath];
        if (!File.Exists(path))
            File.WriteAllText(path, "");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(10));
    }

    /// <summary>Runs the script, or a link to it.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments, string? input = null, string? script = null)
    {
        var command = new ProcessCommand(script ?? this["errand"], arguments)
        {
            WorkingDirectory = "/",
            Environment = new Dictionary<string, string> { ["PATH"] = directory["bin"], ["HOME"] = directory.Path },
            StandardInput = Encoding.UTF8.GetBytes(input ?? ""),
        };
        using var limit = new CancellationTokenSource(TestTimeouts.Default);
        CapturedOutput output = await new ProcessRunner(TimeProvider.System).CaptureAsync(command, 1 << 20, limit.Token);
        return (output.Exit.ExitCode, Encoding.UTF8.GetString(output.Output.Span), output.Error);
    }

    public void Dispose() => directory.Dispose();

    private void WriteScript(string relativePath, string text)
    {
        string file = directory.Write(relativePath, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static string Find(string tool) =>
        ((string[])["/bin", "/usr/bin"]).Select(place => Path.Combine(place, tool)).First(File.Exists);
}
