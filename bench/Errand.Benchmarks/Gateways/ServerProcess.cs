using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Errand.Benchmarks.Gateways;

/// <summary>A server in a process of its own, ended with this object.</summary>
internal sealed partial class ServerProcess : IDisposable
{
    private readonly Process process;

    private ServerProcess(Process process, int port, double startMilliseconds)
    {
        this.process = process;
        Port = port;
        StartMilliseconds = startMilliseconds;
    }

    public int Port { get; }

    public int Id => process.Id;

    /// <summary>CPU time so far, of all its threads.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>From spawn to the line that says that it is ready.</summary>
    public double StartMilliseconds { get; }

    public double ResidentMegabytes =>
        int.Parse(ResidentPattern().Match(File.ReadAllText($"/proc/{process.Id}/status")).Groups[1].ValueSpan, CultureInfo.InvariantCulture) / 1024.0;

    /// <summary>Starts a program that prints its port, alone or in a URL, on its first line.</summary>
    public static ServerProcess StartPrinting(ProcessStartInfo start)
    {
        long startedAt = Stopwatch.GetTimestamp();
        Process process = Start(start);
        string line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{start.FileName} ended at once: {process.StandardError.ReadToEnd()}");
        double milliseconds = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
        Match port = PortPattern().Match(line);
        if (!port.Success)
            throw new InvalidOperationException($"{start.FileName} said no port: {line}");
        Drain(process);
        return new ServerProcess(process, int.Parse(port.Groups[1].ValueSpan, CultureInfo.InvariantCulture), milliseconds);
    }

    /// <summary>Starts a program that listens on a port that it was told.</summary>
    public static ServerProcess StartOn(ProcessStartInfo start, int port)
    {
        long startedAt = Stopwatch.GetTimestamp();
        Process process = Start(start);
        Drain(process);
        while (!Accepts(port))
        {
            if (process.HasExited)
                throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}.");
            Thread.Yield();
        }

        return new ServerProcess(process, port, Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds);
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    private static Process Start(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        return Process.Start(start)!;
    }

    private static void Drain(Process process)
    {
        process.BeginErrorReadLine();
        _ = process.StandardOutput.ReadToEndAsync();
    }

    private static bool Accepts(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Connect("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"(?:127\.0\.0\.1:|^)([0-9]+)")]
    private static partial Regex PortPattern();

    [GeneratedRegex(@"VmRSS:\s+([0-9]+) kB")]
    private static partial Regex ResidentPattern();
}
