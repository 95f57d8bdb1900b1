using System.Net.Sockets;
using Errand.Gateway.Upstreams;
using Errand.Testing;

namespace Errand.Gateway.Tests.Upstreams;

/// <summary>What the stream below the HTTP client does with an answer that comes quickly while many calls are under way.</summary>
public sealed class GatheringStreamTests
{
    [Fact]
    public async Task Nothing_waits_while_few_calls_are_under_way()
    {
        using GatheringPair pair = GatheringPair.Quiet();
        await pair.StartAnswerAsync();

        for (byte part = 3; part < 10; part++)
        {
            await pair.ArriveAsync(part);
            Assert.Equal([part], await pair.ReadAsync());
            Assert.Equal((0, 1), (pair.Clock.TimersUnderWay, pair.LowWater));
        }
    }

    [Fact]
    public async Task Under_load_quick_pieces_gather_until_the_next_tick()
    {
        using GatheringPair pair = GatheringPair.Busy();
        await pair.StartAnswerAsync();
        await pair.ArriveAsync(3);

        Task<byte[]> reading = pair.ReadAsync();
        await pair.ArriveAsync(4, 5);
        Assert.False(reading.IsCompleted);
        Assert.True(pair.LowWater > 1);
        Assert.Equal(1, pair.Clock.TimersUnderWay);
        pair.Clock.Advance(ReadPacer.Tick);

        Assert.Equal([3, 4, 5], await reading.WaitAsync(TestTimeouts.Default));
    }

    [Fact]
    public async Task The_timer_stands_still_when_nothing_waits()
    {
        using GatheringPair pair = GatheringPair.Busy();
        await pair.StartAnswerAsync();
        await pair.ArriveAsync(3);
        Task<byte[]> reading = pair.ReadAsync();
        await pair.TickUntilAsync(reading);

        pair.Clock.Advance(ReadPacer.Tick);

        Assert.Equal(0, pair.Clock.TimersUnderWay);
    }

    [Fact]
    public async Task Pieces_with_pauses_between_them_are_read_as_they_come()
    {
        using GatheringPair pair = GatheringPair.Busy();
        await pair.StartAnswerAsync();

        for (byte part = 3; part < 10; part++)
        {
            pair.Clock.Advance(ReadPacer.Tick);
            await pair.ArriveAsync(part);
            Assert.Equal([part], await pair.ReadAsync());
            Assert.Equal((0, 1), (pair.Clock.TimersUnderWay, pair.LowWater));
        }
    }

    [Fact]
    public async Task After_a_few_ticks_without_a_byte_the_next_one_is_read_as_it_comes()
    {
        using GatheringPair pair = GatheringPair.Busy();
        await pair.StartAnswerAsync();
        Task<byte[]> reading = pair.ReadAsync();

        await Wait.ForAsync(
            () =>
            {
                pair.Clock.Advance(ReadPacer.Tick);
                return pair.Clock.TimersUnderWay == 0;
            },
            "the ticks have ended");
        await Wait.ForAsync(() => pair.LowWater == 1, "each arrival is signalled again");
        pair.Upstream.Send([3]);

        Assert.Equal([3], await reading.WaitAsync(TestTimeouts.Default));
    }

    [Fact]
    public async Task The_next_answer_begins_without_a_wait()
    {
        using GatheringPair pair = GatheringPair.Busy();
        await pair.StartAnswerAsync();
        await pair.ArriveAsync(3);
        await pair.TickUntilAsync(pair.ReadAsync());

        // As the pool of connections does it: one read of nothing that ends when the next answer begins.
        Task<int> idle = pair.Stream.ReadAsync(Memory<byte>.Empty).AsTask();
        Assert.Equal(1, pair.LowWater);
        await pair.Stream.WriteAsync("request"u8.ToArray());
        await pair.ArriveAsync(4);
        Assert.Equal(0, await idle.WaitAsync(TestTimeouts.Default));

        Assert.Equal([4], await pair.ReadAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_ended_between_two_answers_is_never_taken_for_one_that_waits(bool isReset)
    {
        using GatheringPair pair = GatheringPair.Busy();
        await pair.StartAnswerAsync();
        await pair.ArriveAsync(3);
        Task<byte[]> reading = pair.ReadAsync();
        await pair.TickUntilAsync(reading);
        if (isReset)
            pair.Upstream.Close(0);
        else
            pair.Upstream.Shutdown(SocketShutdown.Send);
        await Wait.ForAsync(() => pair.HasEnded, "the end has arrived");

        ValueTask<int> next = pair.Stream.ReadAsync(new byte[64]);

        Assert.True(next.IsCompleted);
        if (isReset)
            await Assert.ThrowsAsync<IOException>(async () => await next);
        else
            Assert.Equal(0, await next);
    }

    [Fact]
    public async Task An_end_is_seen_while_it_waits()
    {
        using GatheringPair pair = GatheringPair.Busy();
        await pair.StartAnswerAsync();
        await pair.ArriveAsync(3);
        Task<byte[]> last = pair.ReadAsync();
        pair.Upstream.Shutdown(SocketShutdown.Send);

        await pair.TickUntilAsync(last);
        Task<byte[]> end = pair.ReadAsync();
        await pair.TickUntilAsync(end);

        Assert.Equal([3], await last);
        Assert.Empty(await end);
    }

    [Fact]
    public async Task A_reset_is_an_error_while_it_waits()
    {
        using GatheringPair pair = GatheringPair.Busy();
        await pair.StartAnswerAsync();
        Task<byte[]> reading = pair.ReadAsync();
        pair.Upstream.LingerState = new LingerOption(true, 0);
        pair.Upstream.Dispose();

        await pair.TickUntilAsync(reading);

        var broken = await Assert.ThrowsAsync<IOException>(() => reading);
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(broken.InnerException).SocketErrorCode);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_ends_with_the_next_tick()
    {
        using GatheringPair pair = GatheringPair.Busy();
        await pair.StartAnswerAsync();
        using var leaving = new CancellationTokenSource();
        Task<int> reading = pair.Stream.ReadAsync(new byte[64], leaving.Token).AsTask();

        await leaving.CancelAsync();
        pair.Clock.Advance(ReadPacer.Tick);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TestTimeouts.Default));
    }

    [Fact]
    public async Task A_connection_that_is_closed_ends_its_wait_with_the_next_tick()
    {
        using GatheringPair pair = GatheringPair.Busy();
        await pair.StartAnswerAsync();
        Task<byte[]> reading = pair.ReadAsync();

        pair.Stream.Dispose();
        pair.Clock.Advance(ReadPacer.Tick);

        await Assert.ThrowsAsync<IOException>(() => reading.WaitAsync(TestTimeouts.Default));
    }

    [Fact]
    public async Task A_wait_ends_with_the_gateway()
    {
        using GatheringPair pair = GatheringPair.Busy();
        await pair.StartAnswerAsync();
        await pair.ArriveAsync(3);
        Task<byte[]> reading = pair.ReadAsync();

        pair.Pacer.Dispose();

        Assert.Equal([3], await reading.WaitAsync(TestTimeouts.Default));
        await pair.ArriveAsync(4);
        Assert.Equal([4], await pair.ReadAsync());
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 7)]
    [InlineData(false, 100)]
    public async Task Bytes_come_through_as_they_were_sent(bool isBusy, int seed)
    {
        using GatheringPair pair = isBusy ? GatheringPair.Busy() : GatheringPair.Quiet();
        var random = new Random(seed);
        byte[] sent = new byte[500_000];
        random.NextBytes(sent);
        int[] sizes = [.. Enumerable.Range(0, sent.Length / 50).Select(_ => random.Next(1, 400))];

        Task<byte[]> receiving = Task.Run(() => ReceiveAsync(pair.Stream, sent.Length, [1, 100, 4096, 4096, 4096, 100_000]));
        Task sending = Task.Run(async () =>
        {
            await pair.Stream.WriteAsync("request"u8.ToArray());
            int at = 0;
            foreach (int size in sizes.TakeWhile(_ => at < sent.Length))
                at += await pair.Upstream.SendAsync(sent.AsMemory(at, Math.Min(size, sent.Length - at)));
        });
        while (!receiving.IsCompleted)
        {
            pair.Clock.Advance(ReadPacer.Tick / 4);
            await Task.Yield();
        }

        await sending;
        Assert.Equal(sent, await receiving);
    }

    private static async Task<byte[]> ReceiveAsync(Stream stream, int length, int[] sizes)
    {
        byte[] received = new byte[length];
        int at = 0;
        for (int turn = 0; at < length; turn++)
        {
            int read = await stream.ReadAsync(received.AsMemory(at, Math.Min(sizes[turn % sizes.Length], length - at)));
            Assert.NotEqual(0, read);
            at += read;
        }

        return received;
    }
}
