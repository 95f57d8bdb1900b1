using System.Text;

namespace Errand.Terminals;

/// <summary>
/// The program's streams, and what may be shown on them. Results go to <see cref="Out"/>; progress and errors go to <see cref="Error"/>, so that
/// a program that asked for JSON reads nothing else.
/// </summary>
internal sealed class Terminal
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Standard output as bytes, for what must arrive exactly; <see cref="Out"/> writes through, so both may be used in turn.</summary>
    public required Stream Bytes { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Whether a person reads standard output.</summary>
    public required bool IsOutInteractive { get; init; }

    /// <summary>Whether a person reads standard error, on a screen where lines can be drawn again.</summary>
    public required bool IsErrorInteractive { get; init; }

    /// <summary>Whether colours are welcome where a person reads.</summary>
    public required bool UseColour { get; init; }

    /// <param name="variables">The environment: <c>NO_COLOR</c> (any text) turns colours off, <c>TERM=dumb</c> everything that moves.</param>
    public static Terminal Open(IReadOnlyDictionary<string, string> variables)
    {
        Stream output = Console.OpenStandardOutput();
        bool isDumb = variables.GetValueOrDefault("TERM") is null or "" or "dumb";
        return new Terminal
        {
            Bytes = output,
            Out = new StreamWriter(output, Utf8) { AutoFlush = true, NewLine = "\n" },
            Error = new StreamWriter(Console.OpenStandardError(), Utf8) { AutoFlush = true, NewLine = "\n" },
            IsOutInteractive = !Console.IsOutputRedirected,
            IsErrorInteractive = !Console.IsErrorRedirected && !isDumb,
            UseColour = !isDumb && variables.GetValueOrDefault("NO_COLOR") is null or "",
        };
    }
}
