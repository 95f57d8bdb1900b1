using System.Security.Cryptography;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces.Files;
using Microsoft.Win32.SafeHandles;

namespace Errand.Jobs.Delivery;

/// <summary>Puts a file in place from another file system, where a rename is not possible: by a copy beside the target that is then renamed.</summary>
internal static class DeviceCrossing
{
    private const int Permissions = 0x1FF;

    public static void Move(OpenDirectory from, string name, OpenDirectory to, string newName)
    {
        // The same name every time: what a killed delivery left is overwritten by its repetition.
        string temporary = $".errand-{Convert.ToHexStringLower(SHA256.HashData(GitPath.Encode(newName)))[..16]}.tmp";
        to.Remove(temporary, isDirectory: false);
        try
        {
            Copy(from, name, to, temporary);
            to.Move(temporary, to, newName);
        }
        catch
        {
            to.Remove(temporary, isDirectory: false);
            throw;
        }

        from.Remove(name, isDirectory: false);
    }

    /// <summary>Copies a file or a link to a name that is free.</summary>
    public static void Copy(OpenDirectory from, string name, OpenDirectory to, string temporary)
    {
        FileStatus status = from.Status(name)!.Value;
        if (status.IsLink)
        {
            to.MakeLink(from.ReadLink(name), temporary);
            return;
        }

        using SafeFileHandle source = from.OpenFile(name);
        using SafeFileHandle target = to.CreateFile(temporary, (uint)(status.Mode & Permissions));
        byte[] buffer = new byte[128 << 10];
        long position = 0;
        for (int read; (read = RandomAccess.Read(source, buffer, position)) > 0; position += read)
            RandomAccess.Write(target, buffer.AsSpan(0, read), position);
    }
}
