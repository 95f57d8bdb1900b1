using Errand.Jobs.Workspaces.Files;
using Errand.Processes;
using Microsoft.Win32.SafeHandles;

namespace Errand.Jobs.Workers;

/// <summary>
/// A program and what it is asked. Another file of the same name is another subject; its change time moves whenever its modification time does, and also
/// when a package manager gives every file the same modification time.
/// </summary>
/// <param name="Program">Absolute path, links followed.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="Inode">The file's number.</param>
/// <param name="Seconds">Change time, seconds.</param>
/// <param name="Nanoseconds">Change time, nanoseconds.</param>
/// <param name="Questions">The arguments of all questions, in order.</param>
internal sealed record ProbeSubject(string Program, long Size, ulong Inode, long Seconds, uint Nanoseconds, string Questions)
{
    /// <summary>Looks at the program that the questions go to; null = its answers may depend on other files, as those of a script or of an interpreter do.</summary>
    public static ProbeSubject? Of(IReadOnlyList<ProcessCommand> questions)
    {
        if (questions.Count == 0)
            return null;

        string program = questions[0].FileName;
        try
        {
            if (!WorkerProgram.IsNative(program) || questions.Any(NamesFile))
                return null;

            using SafeFileHandle file = File.OpenHandle(program);
            FileStatus status = FileStatus.Of(file, program);
            return new ProbeSubject(program, status.Size, status.Inode, status.Seconds, status.Nanoseconds, string.Join('\n', questions.Select(question => string.Join('\t', question.Arguments))));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool NamesFile(ProcessCommand question) => question.Arguments.Any(argument => File.Exists(Path.Combine(question.WorkingDirectory, argument)));
}
