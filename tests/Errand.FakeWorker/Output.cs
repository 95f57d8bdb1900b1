using System.Text;

namespace Errand.FakeWorker;

/// <summary>Writes bytes, unbuffered: what a step printed is out when the step ends, even if the next one is a crash.</summary>
internal static class Output
{
    public static readonly Stream Standard = Console.OpenStandardOutput();
    public static readonly Stream Error = Console.OpenStandardError();

    public static void Write(Stream stream, string text) => stream.Write(Encoding.UTF8.GetBytes(text));

    public static void Spew(Stream stream, long bytes)
    {
        byte[] block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 79) + "\n", 800)));
        Repeat(stream, block, bytes);
    }

    public static void SpewLine(Stream stream, long bytes)
    {
        Repeat(stream, Encoding.ASCII.GetBytes(new string('x', 64_000)), bytes);
        Write(stream, "\n");
    }

    public static void PartialUtf8(Stream stream)
    {
        foreach (byte part in Encoding.UTF8.GetBytes("grüße 漢字 😀"))
        {
            stream.WriteByte(part);
            // Long enough for a reader to see the byte alone; nothing depends on whether it does.
            Thread.Sleep(2);
        }

        Write(stream, "\n");
    }

    public static void Garbage(Stream stream)
    {
        stream.Write([0xff, 0xfe, 0xc3, (byte)'(', 0xe2, 0x82, (byte)'\n']);
        stream.Write("nul\0nul\n"u8);
        stream.Write("\e[31mred\e[0m \e]0;title\a \e[2J\n"u8);
        stream.Write("50%\r100%\r\n"u8);
        stream.Write("\r\n\n"u8);
        stream.Write("no end"u8);
    }

    private static void Repeat(Stream stream, byte[] block, long bytes)
    {
        for (long left = bytes; left > 0; left -= block.Length)
            stream.Write(block, 0, (int)Math.Min(left, block.Length));
    }
}
