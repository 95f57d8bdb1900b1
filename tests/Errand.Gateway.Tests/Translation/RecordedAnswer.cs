using System.Text;
using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Tests.Translation;

/// <summary>An answer writer that keeps what it is told, one line a call, and refuses an illegal order.</summary>
internal sealed class RecordedAnswer : IAnswerWriter
{
    private readonly List<string> lines = [];
    private bool isOpen;

    public string[] Lines => [.. lines];

    public void Start() => lines.Add("start");

    public void Open(BlockKind kind)
    {
        Opening();
        lines.Add($"open {kind}");
    }

    public void OpenToolCall(ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ToolDefinition? tool)
    {
        Opening();
        lines.Add($"open {Encoding.UTF8.GetString(name)} {Encoding.UTF8.GetString(id)}{(tool is null ? " unknown" : "")}");
    }

    public void Delta(ReadOnlySpan<byte> escaped)
    {
        Assert.True(isOpen);
        lines.Add($"+ {Encoding.UTF8.GetString(escaped)}");
    }

    public void Close(ReadOnlySpan<byte> seal)
    {
        Assert.True(isOpen);
        isOpen = false;
        lines.Add(seal.IsEmpty ? "close" : $"close {Encoding.UTF8.GetString(seal)}");
    }

    public void Complete(FinishReason reason, in TokenUsage usage)
    {
        Assert.False(isOpen);
        lines.Add($"complete {reason}");
    }

    public void Fail(GatewayFault fault) => lines.Add($"fail {fault.Kind} {fault.Status}");

    private void Opening()
    {
        Assert.False(isOpen);
        isOpen = true;
    }
}
