namespace Errand.Gateway.Ledger;

/// <summary>Opens a file so that no other process can, for as long as it stays open.</summary>
internal static class LockedFile
{
    /// <exception cref="IOException">Somebody else had it open at every try, or it cannot be opened at all.</exception>
    public static FileStream Open(string path, int mostTries)
    {
        var spin = new SpinWait();
        for (int left = mostTries; ; left--)
        {
            try
            {
                return new FileStream(path, new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.None,
                    BufferSize = 0,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                });
            }
            catch (IOException cause) when (left > 0 && IsHeld(cause))
            {
                spin.SpinOnce();
            }
        }
    }

    /// <summary>EWOULDBLOCK is the only errno that .NET turns into a sharing violation (HResult 11 on Linux, 35 on macOS).</summary>
    private static bool IsHeld(IOException cause) => (cause.HResult & 0xFFFF) is 11 or 35;
}
