namespace Errand.Jobs.Git;

/// <summary>
/// What a file's status says about its content: while none of it changes, neither has the content. The change time cannot be set by a program,
/// unlike the modification time. Numbers are cut to 32 bits as in git's index.
/// </summary>
/// <param name="Seconds">Change time, seconds.</param>
/// <param name="Nanoseconds">Change time, nanoseconds.</param>
/// <param name="Inode">The file's number.</param>
/// <param name="Size">Its length in bytes.</param>
internal readonly record struct FileStamp(uint Seconds, uint Nanoseconds, uint Inode, uint Size)
{
    /// <summary>Whether the file was last changed before a moment of the same clock.</summary>
    public bool IsBefore(uint seconds, uint nanoseconds) => Seconds < seconds || Seconds == seconds && Nanoseconds < nanoseconds;
}
