using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Errand.FakeWorker;

internal static class Step
{
    /// <summary>Runs one step; an exit code ends the script.</summary>
    public static int? Run(string[] step)
    {
        switch (step)
        {
            case ["say", var text]: Output.Write(Output.Standard, text + "\n"); return null;
            case ["warn", var text]: Output.Write(Output.Error, text + "\n"); return null;
            case ["print", var text]: Output.Write(Output.Standard, text); return null;
            case ["spew", var bytes]: Output.Spew(Output.Standard, Count(bytes)); return null;
            case ["spew-error", var bytes]: Output.Spew(Output.Error, Count(bytes)); return null;
            case ["spew-line", var bytes]: Output.SpewLine(Output.Standard, Count(bytes)); return null;
            case ["partial-utf8"]: Output.PartialUtf8(Output.Standard); return null;
            case ["garbage"]: Output.Garbage(Output.Standard); return null;

            case ["edit", var path, var text]: File.WriteAllText(Ready(path), text); return null;
            case ["append", var path, var text]: File.AppendAllText(Ready(path), text); return null;
            case ["delete", var path]: Delete(path); return null;
            case ["move", var from, var to]: Directory.Move(from, Ready(to)); return null;
            case ["mode", var mode, var path]: return Programs.Run("chmod", [mode, path]);
            case ["symlink", var target, var path]: File.CreateSymbolicLink(Ready(path), target); return null;
            case ["touch", var path]: File.WriteAllBytes(Ready(path), []); return null;
            case ["wait-file", var path]: WaitFor(path); return null;
            case ["print-env", var path]: Publish(path, JsonSerializer.Serialize(Environment.GetEnvironmentVariables())); return null;
            case ["pid", var path]: Publish(path, Environment.ProcessId.ToString(CultureInfo.InvariantCulture)); return null;
            case ["echo-stdin", var path]: CopyStandardInput(path); return null;

            case ["sleep", var seconds]: Thread.Sleep(Seconds(seconds)); return null;
            case ["burn", var seconds]: Burn(Seconds(seconds)); return null;
            case ["hang" or "hang-stdin"]: Thread.Sleep(Timeout.Infinite); return null;
            case ["ignore-signals"]: Posix.IgnoreInterruptAndTerminate(); return null;
            case ["crash", var signal]: Posix.DieBy((int)Count(signal)); return null;
            case ["exit-first-thread"]: Posix.EndFirstThread(); return null;
            case ["exit", var code]: return (int)Count(code);

            case ["child", var program, .. var rest]: Programs.Start(program, rest).Dispose(); return null;
            case ["run", var program, .. var rest]: return Programs.Run(program, rest);
            case ["git", .. var rest]: return Programs.Run("git", rest);
            case ["daemon", var seconds, .. var pidFile]: Programs.Daemon(seconds, pidFile, cleanEnvironment: false); return null;
            case ["daemon-clean", var seconds, .. var pidFile]: Programs.Daemon(seconds, pidFile, cleanEnvironment: true); return null;
            case ["play", var path]: return Script.Run(Script.Load(path)) is var exit and not 0 ? exit : null;
            default: throw new UsageException($"no such step: '{string.Join(' ', step)}'");
        }
    }

    private static string Ready(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } directory)
            Directory.CreateDirectory(directory);
        return path;
    }

    private static void Delete(string path)
    {
        if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null)
            Directory.Delete(path, recursive: true);
        else
            File.Delete(path);
    }

    /// <summary>Writes and renames, so that a test that sees the file sees all of it.</summary>
    private static void Publish(string path, string text)
    {
        File.WriteAllText(Ready(path) + ".tmp", text);
        File.Move(path + ".tmp", path, overwrite: true);
    }

    private static void WaitFor(string path)
    {
        while (!Path.Exists(path))
            Thread.Sleep(5);
    }

    private static void CopyStandardInput(string path)
    {
        using Stream input = Console.OpenStandardInput();
        using (FileStream file = File.Create(Ready(path) + ".tmp"))
            input.CopyTo(file);
        File.Move(path + ".tmp", path, overwrite: true);
    }

    private static void Burn(TimeSpan time)
    {
        long startedAt = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(startedAt) < time)
            Thread.SpinWait(1000);
    }

    private static long Count(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
        ? value
        : throw new UsageException($"'{text}' is no whole number");

    private static TimeSpan Seconds(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        ? TimeSpan.FromSeconds(value)
        : throw new UsageException($"'{text}' is no number of seconds");
}
