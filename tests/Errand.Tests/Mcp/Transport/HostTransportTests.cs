using System.IO.Pipelines;
using System.Text;
using Errand.Mcp.Transport;
using Errand.Testing;
using ModelContextProtocol.Protocol;

namespace Errand.Tests.Mcp.Transport;

public sealed class HostTransportTests
{
    private readonly Pipe input = new();
    private readonly Pipe output = new();

    [Fact]
    public async Task What_was_asked_before_the_end_of_the_input_is_answered_after_it()
    {
        await using HostTransport transport = Open();
        await WriteAsync("""{"jsonrpc":"2.0","id":1,"method":"ping"}""" + "\n");
        var request = (JsonRpcRequest)await transport.MessageReader.ReadAsync();
        await input.Writer.CompleteAsync();
        await Wait.ForAsync(() => transport.HostGone.IsCancellationRequested, "the transport has seen the end of the input");

        Assert.False(transport.Completion.IsCompleted);
        await transport.SendMessageAsync(new JsonRpcResponse { Id = request.Id, Result = new System.Text.Json.Nodes.JsonObject() }, CancellationToken.None);

        await transport.Completion.WaitAsync(TestTimeouts.Default);
        Assert.Equal("""{"result":{},"id":1,"jsonrpc":"2.0"}""" + "\n", await ReadOutputAsync());
        Assert.False(await transport.MessageReader.WaitToReadAsync());
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}""")]
    [InlineData("")]
    public async Task A_request_that_gets_no_answer_does_not_hold_up_the_end(string next)
    {
        string method = next.Length > 0 ? "tools/call" : "subscriptions/listen";
        await using HostTransport transport = Open();
        await WriteAsync($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}"}""" + "\n" + next + "\n");

        await input.Writer.CompleteAsync();

        Assert.Same(transport.Completion, await Task.WhenAny(transport.Completion, Task.Delay(TimeSpan.FromSeconds(1.5))));
    }

    [Fact]
    public async Task A_request_that_is_never_answered_is_given_up_after_the_end()
    {
        await using HostTransport transport = Open();
        await WriteAsync("""{"jsonrpc":"2.0","id":1,"method":"ping"}""" + "\n");

        await input.Writer.CompleteAsync();

        await transport.Completion.WaitAsync(TestTimeouts.Default);
    }

    [Fact]
    public async Task Lines_that_are_no_messages_are_passed_over()
    {
        await using HostTransport transport = Open();
        await WriteAsync("hello\n\n \t\r\n[]\nnull\n42\n{\"jsonrpc\":\"2.0\",\"method\":\"\\ud800\"}\n\u0000\n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n");

        Assert.Equal("ping", ((JsonRpcRequest)await transport.MessageReader.ReadAsync()).Method);
    }

    [Fact]
    public async Task A_request_that_cannot_be_read_is_refused_with_its_id()
    {
        await using HostTransport transport = Open();
        await WriteAsync($$"""{"jsonrpc":"2.0","id":"x","method":"ping","params":{{new string('[', 200)}}{{new string(']', 200)}}}""" + "\n");

        Assert.Contains("\"id\":\"x\"", await ReadOutputAsync());
    }

    [Fact]
    public async Task A_message_that_is_too_long_is_refused_with_its_id()
    {
        await using HostTransport transport = Open();
        Task writing = WriteAsync($$"""{"jsonrpc":"2.0","id":5,"method":"{{new string('x', HostTransport.LongestMessage)}}"}""" + "\n");

        string refusal = await ReadOutputAsync();

        Assert.Contains("\"id\":5", refusal);
        Assert.Contains("16,777,216 bytes", refusal);
        await writing;
    }

    [Fact]
    public async Task An_output_that_breaks_is_a_host_that_is_gone()
    {
        await using HostTransport transport = Open(new BrokenStream());

        await transport.SendMessageAsync(new JsonRpcNotification { Method = "x" }, CancellationToken.None);

        Assert.True(transport.HostGone.IsCancellationRequested);
        await transport.Completion.WaitAsync(TestTimeouts.Default);
    }

    private HostTransport Open(Stream? to = null) => new(input.Reader.AsStream(), to ?? output.Writer.AsStream(), TimeProvider.System);

    private async Task WriteAsync(string text) => await input.Writer.WriteAsync(Encoding.UTF8.GetBytes(text));

    private async Task<string> ReadOutputAsync()
    {
        ReadResult result = await output.Reader.ReadAsync();
        return Encoding.UTF8.GetString(result.Buffer);
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("Broken pipe");
    }
}
