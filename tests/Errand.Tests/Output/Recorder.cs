using System.Text;
using Errand.Terminals;

namespace Errand.Tests.Output;

/// <summary>A terminal that keeps what is written to it.</summary>
internal sealed class Recorder : IDisposable
{
    private readonly MemoryStream bytes = new();
    private readonly StringWriter error = new() { NewLine = "\n" };

    public Recorder(bool isInteractive = false) => Terminal = new Terminal
    {
        Bytes = bytes,
        Out = new StreamWriter(bytes, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" },
        Error = error,
        IsOutInteractive = isInteractive,
        IsErrorInteractive = false,
        UseColour = false,
    };

    public Terminal Terminal { get; }

    public byte[] Bytes => bytes.ToArray();

    public string Out => Encoding.UTF8.GetString(Bytes);

    public string Error => error.ToString();

    public void Dispose()
    {
        bytes.Dispose();
        error.Dispose();
    }
}
