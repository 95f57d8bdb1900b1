using System.Text;
using Errand.Core;
using Errand.Processes;

namespace Errand.Jobs.Git;

/// <summary>Runs git so that nothing but the command itself decides what happens; see <see cref="GitVariables"/>.</summary>
public sealed class GitClient
{
    /// <summary>Longest output that is kept: a listing of a million paths fits.</summary>
    private const int OutputLimit = 256 << 20;

    /// <summary>
    /// How long a command may take: a clean filter of the user's may hang for ever, and no clock of a job runs before its worker does. Long enough for a huge
    /// repository on a slow disk.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly ProcessRunner processes;
    private readonly ErrandEnvironment environment;
    private readonly Lazy<string> program;
    private Task? versionCheck;

    public GitClient(ProcessRunner processes, ErrandEnvironment environment)
    {
        this.processes = processes;
        this.environment = environment;
        program = new Lazy<string>(() => GitProgram.Find(environment), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Refuses a missing or too old git; asks it until it has answered once. A server may be older than the git that was installed meanwhile.</summary>
    /// <exception cref="ErrandException">git is missing or too old.</exception>
    public Task RequireAsync(CancellationToken cancellationToken) => VersionCheckAsync().WaitAsync(cancellationToken);

    /// <summary>Runs a command to its end and returns its standard output.</summary>
    /// <exception cref="ErrandException">It failed; the message names the command, the directory and git's own words.</exception>
    public async Task<ReadOnlyMemory<byte>> RunAsync(GitCommand command, CancellationToken cancellationToken) =>
        (await TryAsync(command, cancellationToken)) switch
        {
            { Exit.ExitCode: 0 } output => output.Output,
            { } output when command.Answers.Contains(output.Exit.ExitCode) => output.Output,
            { } output => throw GitFault.Of(command, output),
        };

    /// <summary>Like <see cref="RunAsync"/>, as text without the last line end.</summary>
    public async Task<string> ReadAsync(GitCommand command, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString((await RunAsync(command, cancellationToken)).Span).TrimEnd('\n');

    /// <summary>Runs a command to its end; the caller judges the exit code.</summary>
    /// <exception cref="ErrandException">git could not be run, or printed more than 256 MiB.</exception>
    public async Task<CapturedOutput> TryAsync(GitCommand command, CancellationToken cancellationToken)
    {
        if (command is { GitDirectory: null, AsUser: false })
            throw new ArgumentException("A command that is not the user's own must name its git directory.", nameof(command));

        var settings = GitVariables.Settings(command).SelectMany(setting => new[] { "-c", setting });
        var process = new ProcessCommand(program.Value, [.. settings, .. command.Arguments])
        {
            WorkingDirectory = command.Directory,
            Environment = GitVariables.Build(command, environment, program.Value),
            StandardInput = command.Input,
        };
        using var patience = new CancellationTokenSource(Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            CapturedOutput output = await processes.CaptureAsync(process, OutputLimit, either.Token);
            return output.OutputTruncated
                ? throw new ErrandException(ErrorCatalog.GitFailed, $"{GitFault.Name(command)} printed more than {OutputLimit >> 20} MiB.")
                : output;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ErrandException(ErrorCatalog.GitFailed, $"{GitFault.Name(command)} took longer than {Patience.TotalMinutes:0} min and was ended. Look for a filter of yours that waits for something.");
        }
        catch (ProcessStartException fault)
        {
            throw new ErrandException(ErrorCatalog.GitFailed, $"{GitFault.Name(command)} could not be run: {fault.Message}", fault);
        }
    }

    private Task VersionCheckAsync()
    {
        Task? known = versionCheck;
        return known is null or { IsCompleted: true, IsCompletedSuccessfully: false } ? versionCheck = CheckVersionAsync() : known;
    }

    private async Task CheckVersionAsync()
    {
        var command = new GitCommand("version") { Directory = "/", GitDirectory = "/nonexistent" };
        GitProgram.Require(await ReadAsync(command, CancellationToken.None), program.Value);
    }
}
