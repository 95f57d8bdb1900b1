using System.Globalization;
using System.Security.Cryptography;
using Errand.Core;
using Errand.Jobs.Store;

namespace Errand.Doctor;

/// <summary>Whether jobs can be kept where they are kept. It looks at the directory itself and at nothing in it.</summary>
internal sealed class StateCheckup(ErrandEnvironment environment)
{
    private const string What = "state directory";
    private const long LittleSpace = 1L << 30;

    private const UnixFileMode ForOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public Finding Examine()
    {
        string root = environment.StateDirectory;
        string existing = root;
        while (!Path.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
            existing = parent;

        if (!Directory.Exists(existing))
            return Finding.Fail(What, $"'{Escaping.Escape(root)}' cannot be made: '{Escaping.Escape(existing)}' is not a directory", "export ERRAND_HOME=~/.errand");
        if (WhyNotWritable(existing) is { } reason)
            return Finding.Fail(What, $"'{Escaping.Escape(existing)}' cannot be written: {Escaping.Escape(reason)}", Remedy(existing));
        if (existing != root)
            return WithSpace(existing, $"{Escaping.Escape(root)} is not there yet; the first job makes it");

        UnixFileMode mode = OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(root);
        if ((mode & ForOthers) != 0)
            return Finding.Warn(What, $"'{Escaping.Escape(root)}' is open to others (mode 0{Convert.ToString((int)mode, 8)})", $"chmod 700 '{root}'");
        return WithSpace(root, Escaping.Escape(root));
    }

    private static Finding WithSpace(string directory, string text)
    {
        long free = new DriveInfo(directory).AvailableFreeSpace;
        string amount = free >= LittleSpace
            ? string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1L << 30):0.0} GiB free")
            : $"{free >> 20} MiB free";
        const string fix = "errand gc, which shows what can go";
        return free < StateDirectory.MinimumFreeBytes ? Finding.Fail(What, $"{text}: only {amount}, too little for a job", fix)
            : free < LittleSpace ? Finding.Warn(What, $"{text}: only {amount}", fix)
            : Finding.Ok(What, $"{text}, {amount}");
    }

    /// <summary>Rights, read-only file systems, quotas: only writing tells. What is written is gone before this returns.</summary>
    private static string? WhyNotWritable(string directory)
    {
        string file = Path.Combine(directory, $".errand-doctor-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        try
        {
            using var stream = new FileStream(
                file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
            stream.WriteByte(0);
            return null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return cause.Message.TrimEnd('.');
        }
    }

    private static string Remedy(string directory) => $"chmod u+rwx '{directory}' as its owner, or export ERRAND_HOME=/another/directory";
}
