using System.Diagnostics;

namespace Errand.FakeWorker;

internal static class Programs
{
    /// <summary>Starts a program with our standard streams.</summary>
    public static Process Start(string program, string[] arguments)
    {
        string fileName = program == "self" ? Environment.ProcessPath! : program;
        return Process.Start(new ProcessStartInfo(fileName, arguments))!;
    }

    /// <summary>Runs a program to its end; null when it succeeded.</summary>
    public static int? Run(string program, string[] arguments)
    {
        using Process process = Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode == 0 ? null : process.ExitCode;
    }

    /// <summary>
    /// The classic double fork: the shell in the middle ends at once, so the daemon has no parent of ours; setsid gives it a session of its
    /// own, so no signal to our group reaches it; and it keeps our standard output, so a reader that waits for the end of the stream waits
    /// for it.
    /// </summary>
    public static void Daemon(string seconds, string[] pidFile, bool cleanEnvironment)
    {
        // Arguments of the body: the seconds and perhaps a file for the daemon's id.
        const string Body = "[ -z \"$2\" ] || { echo $$ >\"$2.tmp\" && mv \"$2.tmp\" \"$2\"; }; exec sleep \"$1\"";
        string clean = cleanEnvironment ? "env -i PATH=\"$PATH\" " : "";
        string script = $"{clean}setsid sh -c '{Body}' sh \"$1\" \"$2\" </dev/null &";
        using Process shell = Start("/bin/sh", ["-c", script, "sh", seconds, pidFile is [var file] ? file : ""]);
        shell.WaitForExit();
    }
}
