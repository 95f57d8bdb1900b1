using System.Text;
using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Store;

namespace Errand.Jobs.Workspaces;

/// <summary>Keeps a <see cref="WorkspaceRecord"/> on disk, binary because a large repository has a hundred thousand entries and every job reads them.</summary>
internal static class WorkspaceRecordFile
{
    private const int Mark = 0x52575245;    // "ERWR"
    private const int Version = 2;

    /// <summary>Writes the record whole or not at all; its presence says that the workspace is complete.</summary>
    public static void Write(string path, WorkspaceRecord record)
    {
        string temporary = path + ".tmp";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 128 << 10))
        {
            using (var writer = new BinaryWriter(file, Encoding.UTF8, leaveOpen: true))
                Write(writer, record);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        DurableFile.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Reads the record; null = there is none, so the workspace was never completed.</summary>
    /// <exception cref="ErrandException">The file holds something else.</exception>
    public static WorkspaceRecord? Read(string path)
    {
        if (!File.Exists(path))
            return null;

        try
        {
            using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(path)));
            return Read(reader);
        }
        catch (Exception fault) when (fault is IOException or FormatException)
        {
            throw new ErrandException(ErrorCatalog.WorkspaceFailed, $"'{path}' is no record of a workspace: {fault.Message.TrimEnd('.')}.", fault);
        }
    }

    /// <summary>Only which kind of workspace the record is of; null = there is none.</summary>
    public static IsolationKind? ReadKind(string path)
    {
        const int position = sizeof(int) + sizeof(int) + sizeof(byte);
        if (!File.Exists(path))
            return null;

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        file.Position = position;
        return file.ReadByte() is >= 0 and int kind ? (IsolationKind)kind : null;
    }

    private static void Write(BinaryWriter writer, WorkspaceRecord record)
    {
        writer.Write(Mark);
        writer.Write(Version);
        writer.Write((byte)record.Format);
        writer.Write((byte)record.Isolation);
        writer.Write(record.KeepsModes);
        writer.Write(record.BaseCommit ?? "");
        writer.Write(record.TrustedBefore.Seconds);
        writer.Write(record.TrustedBefore.Nanoseconds);
        WriteList(writer, record.Warnings, Encoding.UTF8.GetBytes);
        WriteList(writer, record.LeftOut, GitPath.Encode);
        WriteList(writer, record.IgnoreFiles, static content => content);
        writer.Write(record.Files.Count);
        foreach (KnownFile file in record.Files)
        {
            WriteBytes(writer, GitPath.Encode(file.Entry.Path));
            writer.Write((ushort)file.Entry.Mode);
            writer.Write(Convert.FromHexString(file.Entry.Id));
            WriteStamp(writer, file.Stamp);
        }

        writer.Write(record.Ignored.Count);
        foreach (IgnoredFile file in record.Ignored)
        {
            WriteBytes(writer, GitPath.Encode(file.Path));
            WriteStamp(writer, file.Stamp);
            writer.Write(file.IsInside);
        }

        if (record.Isolation == IsolationKind.Overlay)
            WriteOverlay(writer, record.Overlay!);
        writer.Write(Mark);
    }

    private static void WriteOverlay(BinaryWriter writer, OverlayRecord overlay)
    {
        writer.Write(overlay.Snapshot);
        WriteBytes(writer, GitPath.Encode(overlay.Target));
        writer.Write(overlay.HasDelta);
        WriteList(writer, overlay.Artifacts, GitPath.Encode);
    }

    private static OverlayRecord ReadOverlay(BinaryReader reader) =>
        new(reader.ReadString(), GitPath.Decode(ReadBytes(reader)), reader.ReadBoolean(), ReadList(reader, static bytes => GitPath.Decode(bytes)));

    private static void WriteStamp(BinaryWriter writer, FileStamp stamp)
    {
        writer.Write(stamp.Seconds);
        writer.Write(stamp.Nanoseconds);
        writer.Write(stamp.Inode);
        writer.Write(stamp.Size);
    }

    private static FileStamp ReadStamp(BinaryReader reader) => new(reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32());

    private static WorkspaceRecord Read(BinaryReader reader)
    {
        if (reader.ReadInt32() != Mark || reader.ReadInt32() != Version)
            throw new FormatException("It does not begin as one");

        var format = (ObjectFormat)reader.ReadByte();
        var isolation = (IsolationKind)reader.ReadByte();
        bool keepsModes = reader.ReadBoolean();
        string commit = reader.ReadString();
        var record = new WorkspaceRecord
        {
            Format = format,
            Isolation = isolation,
            KeepsModes = keepsModes,
            BaseCommit = commit.Length == 0 ? null : commit,
            TrustedBefore = (reader.ReadUInt32(), reader.ReadUInt32()),
            Warnings = ReadList(reader, Encoding.UTF8.GetString),
            LeftOut = ReadList(reader, static bytes => GitPath.Decode(bytes)),
            IgnoreFiles = ReadList(reader, static bytes => bytes),
            Files = ReadFiles(reader, format.Length()),
            Ignored = ReadIgnored(reader),
            Overlay = isolation == IsolationKind.Overlay ? ReadOverlay(reader) : null,
        };
        return reader.ReadInt32() == Mark ? record : throw new FormatException("It does not end as one");
    }

    private static KnownFile[] ReadFiles(BinaryReader reader, int idLength)
    {
        var files = new KnownFile[reader.ReadInt32()];
        for (int i = 0; i < files.Length; i++)
        {
            string path = GitPath.Decode(ReadBytes(reader));
            int mode = reader.ReadUInt16();
            string id = Convert.ToHexStringLower(reader.ReadBytes(idLength));
            files[i] = new KnownFile(new TreeEntry(path, mode, id), ReadStamp(reader));
        }

        return files;
    }

    private static IgnoredFile[] ReadIgnored(BinaryReader reader)
    {
        var files = new IgnoredFile[reader.ReadInt32()];
        for (int i = 0; i < files.Length; i++)
            files[i] = new IgnoredFile(GitPath.Decode(ReadBytes(reader)), ReadStamp(reader), reader.ReadBoolean());

        return files;
    }

    private static void WriteList<T>(BinaryWriter writer, IReadOnlyList<T> items, Func<T, byte[]> encode)
    {
        writer.Write(items.Count);
        foreach (T item in items)
            WriteBytes(writer, encode(item));
    }

    private static T[] ReadList<T>(BinaryReader reader, Func<byte[], T> decode)
    {
        var items = new T[reader.ReadInt32()];
        for (int i = 0; i < items.Length; i++)
            items[i] = decode(ReadBytes(reader));

        return items;
    }

    private static void WriteBytes(BinaryWriter writer, byte[] bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] ReadBytes(BinaryReader reader)
    {
        int length = reader.ReadInt32();
        byte[] bytes = reader.ReadBytes(length);
        return bytes.Length == length ? bytes : throw new FormatException("It is cut off");
    }
}
