using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.PassThrough;

/// <summary>The data of a frame.</summary>
internal static class FrameData
{
    /// <param name="frame">All lines of an event.</param>
    /// <param name="start">Where the data begins in the frame.</param>
    /// <param name="joined">The data, if it stands in several lines; else null.</param>
    /// <returns>Empty if the frame has none, as a comment.</returns>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> frame, out int start, out byte[]? joined)
    {
        start = 0;
        joined = null;
        ReadOnlySpan<byte> data = default;
        int at = 0;
        while (at < frame.Length)
        {
            int length = frame[at..].IndexOf((byte)'\n');
            int end = length < 0 ? frame.Length : at + length;
            var line = frame[at..end];
            int skip = SkipTo(line);
            if (skip > 0)
            {
                var value = line[skip..].TrimEnd((byte)'\r');
                if (data.IsEmpty)
                {
                    start = at + skip;
                    data = value;
                }
                else
                {
                    joined = [.. data, (byte)'\n', .. value];
                    data = joined;
                }
            }

            at = end + 1;
        }

        return data;
    }

    /// <summary>Writes a frame whose data stood in several lines with the data in one: JSON does not mind the line ends.</summary>
    public static void WriteJoined(JsonSplice output, ReadOnlySpan<byte> frame, ReadOnlySpan<byte> data, int modelStart, int modelEnd, string model)
    {
        int name = frame.IndexOf("event:"u8);
        if (name >= 0)
        {
            output.Raw(frame.Slice(name, frame[name..].IndexOfAny((byte)'\r', (byte)'\n')));
            output.Raw((byte)'\n');
        }

        output.Raw("data: "u8);
        if (modelStart == 0)
        {
            WriteLine(output, data);
        }
        else
        {
            WriteLine(output, data[..modelStart]);
            output.Quoted(model);
            WriteLine(output, data[modelEnd..]);
        }

        output.Raw("\n\n"u8);
    }

    private static void WriteLine(JsonSplice output, ReadOnlySpan<byte> data)
    {
        foreach (var part in data.Split((byte)'\n'))
            output.Raw(data[part]);
    }

    private static int SkipTo(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("data:"u8))
            return 0;
        return line is [_, _, _, _, _, (byte)' ', ..] ? "data: ".Length : "data:".Length;
    }
}
