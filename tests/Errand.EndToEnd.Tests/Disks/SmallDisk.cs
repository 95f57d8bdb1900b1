using System.Diagnostics;
using System.Globalization;

namespace Errand.EndToEnd.Tests.Disks;

/// <summary>
/// A small file system of its own under the state directory, in a mount namespace that ends with this object: nothing is left on the machine, however
/// the test ends. Without root's rights it is in a user namespace as well, where the account looks like root.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private const string MountAndWait =
        """
        set -e
        cp "$1/config.json" "$1.config"
        mount -t tmpfs -o "mode=700,$2" errand-test "$1"
        cp "$1.config" "$1/config.json"
        echo ready
        exec cat
        """;

    private readonly ErrandUnderTest errand;
    private readonly Process holder;

    /// <param name="errand">Whose state directory is put on it.</param>
    /// <param name="options">Of tmpfs, such as <c>size=1M</c>.</param>
    public SmallDisk(ErrandUnderTest errand, string options)
    {
        this.errand = errand;
        holder = Start(["unshare", .. Namespaces, "sh", "-c", MountAndWait, "sh", errand.State, options]);
        string? answer = holder.StandardOutput.ReadLine();
        if (answer != "ready")
            throw new InvalidOperationException($"No file system: {holder.StandardError.ReadToEnd()}");

        errand.StateSeen = Root;
        errand.Through = [.. Enter, "sh", "-c", """cd "$0" && exec "$@" """, errand.Repository.Root];
    }

    /// <summary>Why there can be none here; null = there can.</summary>
    public static string? Missing { get; } = FindMissing();

    /// <summary>The state directory as this process sees it.</summary>
    public string Root => $"/proc/{holder.Id.ToString(CultureInfo.InvariantCulture)}/root{errand.State}";

    /// <summary>Takes all the room that is left.</summary>
    public void Fill()
    {
        using FileStream filler = new(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (int size = 1 << 20; size > 0; size >>= 1)
        {
            byte[] block = new byte[size];
            try
            {
                while (true)
                    filler.Write(block);
            }
            catch (IOException)
            {
                // Full for this size; the next smaller one takes what is left of a block.
                continue;
            }
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(Filler);

    /// <summary>Mounts it with other options, such as <c>ro</c>.</summary>
    public void Remount(string options)
    {
        // With type and source on the line, mount adds no option that it finds, which a user namespace would refuse.
        using Process mount = Start([.. Enter, "mount", "-t", "tmpfs", "-o", $"remount,{options}", "errand-test", errand.State]);
        mount.StandardInput.Close();
        string error = mount.StandardError.ReadToEnd();
        mount.WaitForExit();
        if (mount.ExitCode != 0)
            throw new InvalidOperationException($"mount: {error}");
    }

    public void Dispose()
    {
        if (!holder.HasExited)
            holder.Kill();
        holder.WaitForExit();
        holder.Dispose();
    }

    private string Filler => Path.Combine(Root, "filler");

    private static string[] Namespaces => Environment.IsPrivilegedProcess ? ["-m"] : ["-m", "-r"];

    private string[] Enter
    {
        get
        {
            string target = holder.Id.ToString(CultureInfo.InvariantCulture);
            return Environment.IsPrivilegedProcess ? ["nsenter", "-m", "-t", target] : ["nsenter", "-m", "-U", "--preserve-credentials", "-t", target];
        }
    }

    private static string? FindMissing()
    {
        try
        {
            using Process attempt = Start(["unshare", .. Namespaces, "sh", "-c", "mount -t tmpfs -o size=64k errand-test /mnt"]);
            string error = attempt.StandardError.ReadToEnd();
            attempt.WaitForExit();
            return attempt.ExitCode == 0 ? null : $"No file system can be mounted here: {error.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return $"No file system can be mounted here: {missing.Message}";
        }
    }

    private static Process Start(string[] line) => Process.Start(new ProcessStartInfo(line[0], line[1..])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
