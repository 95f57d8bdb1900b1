using System.CommandLine;
using System.Runtime.InteropServices;
using Errand.Commands;
using Errand.Core;
using Errand.Output;
using Errand.Progress;
using Errand.Terminals;

namespace Errand;

/// <summary>Runs one command line, and turns whatever happens into an exit code and a line that says what to do.</summary>
internal static class CommandLine
{
    private const string DebugVariable = "ERRAND_DEBUG";

    // EPIPE: the reader of a pipe left, such as head. That is how it says that it has enough.
    private const int BrokenPipe = 32;

    // A word that begins with @ is a word: tasks may begin like that.
    private static readonly ParserConfiguration Syntax = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    public static async Task<ExitCode> RunAsync(string[] arguments, ErrandEnvironment environment, TimeProvider clock)
    {
        Terminal terminal = Terminal.Open(environment.Variables);
        var report = new ErrorReport(terminal, JsonOptions.Guess(arguments));
        try
        {
            return await InvokeAsync(arguments, new CommandContext(environment, terminal, clock));
        }
        catch (ErrandException error)
        {
            return report.Write(error);
        }
        catch (OperationCanceledException left)
        {
            return report.WriteInterrupted(left is UserLeft ? left.Message : "Interrupted.");
        }
        catch (IOException left) when (left.HResult == BrokenPipe)
        {
            return ExitCode.Done;
        }
        catch (Exception error)
        {
            return report.WriteInternal(error, environment.Variables.GetValueOrDefault(DebugVariable) == "1");
        }
    }

    private static async Task<ExitCode> InvokeAsync(string[] arguments, CommandContext context)
    {
        string[] words = arguments switch
        {
            [] => ["--help"],
            ["help", .. var rest] => [.. rest, "--help"],
            _ => arguments,
        };
        RootCommand commands = CommandTree.Build(context);
        ParseResult line = commands.Parse(EmptyValues.Keep(words, commands), Syntax);
        if (line.Action is not HelpWithExamples && UsageErrors.Find(line) is { } error)
            throw error;

        using var interruption = new CancellationTokenSource();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = context.Terminal.Out,
            Error = context.Terminal.Error,
        };
        return (ExitCode)await line.InvokeAsync(invocation, interruption.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interruption.Cancel();
        }
    }
}
