using Errand.Core;
using Errand.Gateway.Server;
using Errand.Testing;
using Microsoft.AspNetCore.Http;

namespace Errand.Gateway.Tests.Server;

public sealed class ListenerTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [Fact]
    public async Task A_file_where_the_socket_shall_be_stays()
    {
        temp.Write("notes.txt", "mine");

        var refusal = await Assert.ThrowsAsync<ErrandException>(() => StartAsync("notes.txt"));

        Assert.Equal($"ERR7010 The gateway cannot listen on the socket '{temp["notes.txt"]}': it is a file. Give another path.", refusal.Message);
        Assert.Equal("mine", await File.ReadAllTextAsync(temp["notes.txt"]));
    }

    [Fact]
    public async Task The_socket_of_a_dead_gateway_is_taken_over_and_that_of_a_living_one_is_not()
    {
        await using (GatewayListener first = await StartAsync("g.sock"))
        {
            var refusal = await Assert.ThrowsAsync<ErrandException>(() => StartAsync("g.sock"));
            Assert.Contains("another program listens there", refusal.Message, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(temp["g.sock"]));
        LeaveDeadSocket(temp["g.sock"]);
        await using GatewayListener second = await StartAsync("g.sock");
        Assert.True(File.Exists(temp["g.sock"]));
    }

    [Theory]
    [InlineData("127.0.0.2:8080", true)]
    [InlineData("[::ffff:127.0.0.1]:8080", true)]
    [InlineData("localhost", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    public void Every_address_of_loopback_is_here(string host, bool expected)
    {
        var context = new DefaultHttpContext();
        context.Request.Host = new HostString(host);

        Assert.Equal(expected, new ClientGate([], isLoopback: true).IsAddressedHere(context.Request));
    }

    private static void LeaveDeadSocket(string path)
    {
        // Only a renamed socket outlives its owner here: it would remove its own name when it is closed.
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path + ".first"));
        File.Move(path + ".first", path);
    }

    private Task<GatewayListener> StartAsync(string name) =>
        GatewayListener.StartAsync(GatewayAddress.Socket(temp[name]), _ => Task.CompletedTask, TimeProvider.System, CancellationToken.None);
}
