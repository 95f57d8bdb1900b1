using Errand.Core;
using Microsoft.Extensions.Logging;

namespace Errand.Gateways;

/// <summary>Writes what a gateway logs as lines with their time of day, UTC.</summary>
internal sealed class TerminalLog(TextWriter output, TimeProvider clock) : ILogger
{
    private readonly Lock gate = new();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;

        string line = $"{clock.GetUtcNow():HH:mm:ss} {Escaping.Escape(formatter(state, null))}";
        lock (gate)
            output.WriteLine(line);
    }
}
