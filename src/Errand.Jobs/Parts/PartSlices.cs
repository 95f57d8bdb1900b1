using System.Buffers;
using Errand.Core;

namespace Errand.Jobs.Parts;

/// <summary>Cuts slices out of a part.</summary>
internal static class PartSlices
{
    private const int BlockBytes = 256 << 10;

    /// <summary>Cuts at the last line end within the limit, so that slices are whole lines wherever lines are not longer than that.</summary>
    /// <exception cref="ErrandException">The offset or line is behind the end.</exception>
    public static PartSlice Read(Stream whole, PartStart start, int limit)
    {
        long total = whole.Length;
        long offset = start.Line is { } line ? OffsetOf(whole, line) : start.Offset;
        if (offset > total)
            throw new ErrandException(ErrorCatalog.InvalidArgument, $"offset {offset} is refused: the part has {total} bytes. Example: 0");

        long firstLine = start.Line ?? 1 + LineEnds(whole, offset);
        whole.Position = offset;
        byte[] bytes = new byte[(int)Math.Min(limit, total - offset)];
        int read = whole.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        int lineEnd = offset + read < total ? bytes.AsSpan(0, read).LastIndexOf((byte)'\n') : -1;
        return new PartSlice(bytes.AsMemory(0, lineEnd >= 0 ? lineEnd + 1 : read), offset, total) { FirstLine = firstLine };
    }

    /// <summary>Where a line begins; the one after the last begins at the end.</summary>
    private static long OffsetOf(Stream whole, long line)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            whole.Position = 0;
            long offset = 0;
            long ends = 0;
            int read;
            while (ends < line - 1 && (read = whole.Read(block, 0, block.Length)) > 0)
            {
                ReadOnlySpan<byte> bytes = block.AsSpan(0, read);
                int inBlock = bytes.Count((byte)'\n');
                if (ends + inBlock < line - 1)
                {
                    ends += inBlock;
                    offset += read;
                    continue;
                }

                for (int end; ends < line - 1; ends++, offset += end, bytes = bytes[end..])
                    end = bytes.IndexOf((byte)'\n') + 1;
            }

            return ends == line - 1 ? offset : throw new ErrandException(ErrorCatalog.InvalidArgument, $"line {line} is refused: the part has {ends + 1} lines. Example: 1");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static long LineEnds(Stream whole, long end)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            long count = 0;
            whole.Position = 0;
            int read;
            for (long left = end; left > 0 && (read = whole.Read(block, 0, (int)Math.Min(block.Length, left))) > 0; left -= read)
                count += block.AsSpan(0, read).Count((byte)'\n');
            return count;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
