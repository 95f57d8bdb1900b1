using System.Text;

namespace Errand.Processes.Streams;

/// <summary>Keeps the end of a stream.</summary>
internal sealed class TailBuffer(int limit)
{
    private byte[] kept = [];
    private int length;

    /// <summary>The last bytes as text; bytes that are no UTF-8 become U+FFFD.</summary>
    public string Text => Encoding.UTF8.GetString(kept.AsSpan(Math.Max(0, length - limit), Math.Min(length, limit)));

    public async Task FillAsync(Stream stream)
    {
        const int Step = 4 * 1024;
        while (true)
        {
            if (kept.Length - length < Step)
                MakeRoom(Step);
            int count = await stream.ReadAsync(kept.AsMemory(length), CancellationToken.None).ConfigureAwait(false);
            if (count == 0)
                return;
            length += count;
        }
    }

    // Up to twice the limit is held, so that the tail moves once per limit and not with every read.
    private void MakeRoom(int step)
    {
        if (length > limit)
        {
            kept.AsSpan(length - limit, limit).CopyTo(kept);
            length = limit;
        }

        if (kept.Length - length < step)
            Array.Resize(ref kept, Math.Max(kept.Length * 2, length + step));
    }
}
