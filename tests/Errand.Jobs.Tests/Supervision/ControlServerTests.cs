using System.Net.Sockets;
using System.Text;
using Errand.Core;
using Errand.Jobs.Supervision;
using Errand.Testing;

namespace Errand.Jobs.Tests.Supervision;

public sealed class ControlServerTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_request_is_answered_and_only_the_owner_may_ask()
    {
        string path = Path.Combine(directory.Path, "ctl.sock");
        ControlRequest? asked = null;
        await using var server = new ControlServer(path, request => { asked = request; return new ControlReply(true, State: JobState.Running); }, new EventFeed());

        ControlReply? reply = await ControlClient.AskAsync(path, new ControlRequest(ControlOperation.Cancel, CancelReason.Unsafe, "test"), CancellationToken.None);

        Assert.Equal(new ControlReply(true, State: JobState.Running), reply);
        Assert.Equal(new ControlRequest(ControlOperation.Cancel, CancelReason.Unsafe, "test"), asked);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task The_longest_reason_is_understood_in_any_script()
    {
        string path = Path.Combine(directory.Path, "ctl.sock");
        await using var server = new ControlServer(path, request => new ControlReply(true, request.Why), new EventFeed());
        string why = new('ж', Decider.LongestWhy);

        ControlReply? reply = await ControlClient.AskAsync(path, new ControlRequest(ControlOperation.Cancel, CancelReason.Unsafe, "test", why), CancellationToken.None);

        Assert.Equal(new ControlReply(true, why), reply);
    }

    [Fact]
    public async Task A_directory_deeper_than_a_socket_path_may_be_long_is_no_trouble()
    {
        string deep = Path.Combine(directory.Path, new string('d', 80), new string('e', 80));
        Directory.CreateDirectory(deep);
        string path = Path.Combine(deep, "ctl.sock");
        await using var server = new ControlServer(path, _ => new ControlReply(true), new EventFeed());

        Assert.NotNull(await ControlClient.AskAsync(path, new ControlRequest(ControlOperation.Status), CancellationToken.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("nonsense\n")]
    [InlineData("{\"op\":\"explode\"}\n")]
    [InlineData("[[[[[[\n")]
    [InlineData("{\"op\":\"status\"")]
    public async Task Garbage_is_refused_and_the_next_caller_is_served(string garbage)
    {
        string path = Path.Combine(directory.Path, "ctl.sock");
        await using var server = new ControlServer(path, _ => new ControlReply(true), new EventFeed());
        using (var caller = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            await caller.ConnectAsync(new UnixDomainSocketEndPoint(path));
            await caller.SendAsync(Encoding.UTF8.GetBytes(garbage));
        }

        ControlReply? reply = await ControlClient.AskAsync(path, new ControlRequest(ControlOperation.Status), CancellationToken.None);

        Assert.True(reply!.Ok);
    }

    [Fact]
    public async Task Who_attaches_sees_what_happens_from_then_on_until_the_end()
    {
        string path = Path.Combine(directory.Path, "ctl.sock");
        var feed = new EventFeed();
        await using var server = new ControlServer(path, _ => new ControlReply(true), feed);
        using var caller = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await caller.ConnectAsync(new UnixDomainSocketEndPoint(path));
        await caller.SendAsync("{\"op\":\"attach\"}\n"u8.ToArray());
        using var reader = new StreamReader(new NetworkStream(caller));
        Assert.Contains("\"ok\":true", await reader.ReadLineAsync(), StringComparison.Ordinal);

        Task<string?> line = reader.ReadLineAsync();
        await Wait.ForAsync(() => { feed.Publish("one"); return line.IsCompleted; }, "the caller is told");

        Assert.Equal("one", await line);
    }

    [Fact]
    public async Task A_caller_that_says_nothing_is_let_go()
    {
        string path = Path.Combine(directory.Path, "ctl.sock");
        await using var server = new ControlServer(path, _ => new ControlReply(true), new EventFeed()) { ReadPatience = TimeSpan.FromMilliseconds(50) };
        using var caller = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await caller.ConnectAsync(new UnixDomainSocketEndPoint(path));
        using var reader = new StreamReader(new NetworkStream(caller));

        string answer = await reader.ReadToEndAsync().WaitAsync(TestTimeouts.Default);

        Assert.Contains("\"ok\":false", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_listens_is_an_answer()
    {
        Assert.Null(await ControlClient.AskAsync(Path.Combine(directory.Path, "ctl.sock"), new ControlRequest(ControlOperation.Status), CancellationToken.None));
    }
}
