using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.PassThrough;

/// <summary>Cuts an event stream into frames with all their bytes, the blank line at the end included, whatever the pieces in which it arrives.</summary>
internal sealed class FrameSplitter(IFrameHandler handler)
{
    private readonly JsonSplice pending = new();
    private bool isLineEmpty = true;

    /// <summary>True once a frame was longer than what a model endpoint sends; nothing is read any more.</summary>
    public bool IsTooLong { get; private set; }

    public void Read(ReadOnlySpan<byte> bytes)
    {
        int from = 0, at = 0;
        while (!IsTooLong)
        {
            int next = bytes[at..].IndexOf((byte)'\n');
            var line = next < 0 ? bytes[at..] : bytes.Slice(at, next);
            isLineEmpty &= line.IsEmpty || line is [(byte)'\r'];
            if (next < 0)
                break;
            at += next + 1;
            bool isEnd = isLineEmpty;
            isLineEmpty = true;
            if (!isEnd)
                continue;
            if (pending.Length == 0)
            {
                handler.Frame(bytes[from..at]);
            }
            else
            {
                pending.Raw(bytes[from..at]);
                handler.Frame(pending.Written);
                pending.CutTo(0);
            }

            from = at;
        }

        if (from < bytes.Length && !IsTooLong)
            pending.Raw(bytes[from..]);
        if (pending.Length <= SseReader.MaxEventBytes)
            return;
        IsTooLong = true;
        pending.Clear();
    }

    /// <summary>The stream ended: a frame that lacks only its blank line still counts.</summary>
    public void End()
    {
        if (pending.Length > 0)
        {
            pending.Raw("\n\n"u8);
            handler.Frame(pending.Written);
        }

        pending.Clear();
    }
}
