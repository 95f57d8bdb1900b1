using Errand.Core;
using Errand.Core.Redaction;
using Errand.Terminals;

namespace Errand.Output;

/// <summary>How errors are told: a line on standard error, and for programs an object on standard output, so that they read one form in every case.</summary>
internal sealed class ErrorReport(Terminal terminal, OutputFormat format)
{
    public ExitCode Write(ErrandException error)
    {
        ExitCode code = ExitCodes.Of(error.Error);
        Write(error.Error.Id, error.Message, error.Message[(error.Error.Id.Length + 1)..], code);
        return code;
    }

    /// <summary>An error that nobody expected.</summary>
    /// <param name="error">It.</param>
    /// <param name="isDebugging">Whether the reader wants the program's stack.</param>
    public ExitCode WriteInternal(Exception error, bool isDebugging)
    {
        string what = $"{error.GetType().Name}: {Escaping.Escape(error.Message).TrimEnd('.')}.";
        string message = $"internal error: {what} This is a mistake in Errand {ProductVersion.Text}. Please report this line, and what you did; ERRAND_DEBUG=1 shows more.";
        Write("internal", message, message, ExitCode.Internal);
        if (isDebugging)
            terminal.Error.WriteLine(error);
        return ExitCode.Internal;
    }

    /// <summary>The user ended the command. He knows; a program that waits for an answer does not.</summary>
    /// <param name="message">What becomes of what was under way.</param>
    public ExitCode WriteInterrupted(string message)
    {
        if (format != OutputFormat.Text)
            WriteJson("interrupted", message, ExitCode.Interrupted);
        return ExitCode.Interrupted;
    }

    private void Write(string id, string line, string message, ExitCode code)
    {
        // A message may quote a program, an endpoint or a file.
        (line, message) = (Redactor.BuiltIn.Redact(line), Redactor.BuiltIn.Redact(message));
        terminal.Error.WriteLine($"errand: {line}");
        if (format != OutputFormat.Text)
            WriteJson(id, message, code);
    }

    private void WriteJson(string id, string message, ExitCode code) =>
        JsonOutput.Write(terminal, new ErrorAnswer(new ErrorDetail(id, message, (int)code)), FaceJson.Default.ErrorAnswer, format);
}

/// <summary>What a program reads instead of an answer.</summary>
internal sealed record ErrorAnswer(ErrorDetail Error);

/// <summary>An error for programs.</summary>
/// <param name="Id">Such as <c>ERR1002</c>, or <c>internal</c> or <c>interrupted</c>.</param>
/// <param name="Message">What happened, where, and what to do.</param>
/// <param name="ExitCode">The program's exit code.</param>
internal sealed record ErrorDetail(string Id, string Message, int ExitCode);
