using System.Text;
using Errand.Core;
using Errand.Jobs;
using Errand.Jobs.Parts;
using Errand.Terminals;

namespace Errand.Output;

/// <summary>
/// Copies a part of a job's evidence to standard output: byte for byte into a file or pipe. On a screen what could move the cursor or hide
/// is escaped, because workers print whatever they like.
/// </summary>
internal sealed class PartOutput(JobService jobs, Terminal terminal, TimeProvider clock)
{
    private const int SliceBytes = 1 << 20;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    /// <summary>Copies from an offset or a line to the end, or a number of bytes, or of lines.</summary>
    public async Task CopyAsync(JobId id, JobPart part, string? path, PartStart start, long? limit, long? lines, CancellationToken cancellationToken)
    {
        long left = limit ?? long.MaxValue;
        long linesLeft = lines ?? long.MaxValue;
        while (left > 0)
        {
            PartSlice slice = await jobs.ReadPartAsync(id, part, path, start, (int)Math.Min(SliceBytes, left), cancellationToken);
            (ReadOnlyMemory<byte> piece, long ends) = Lines(slice.Bytes, linesLeft);
            Write(piece.Span);
            left -= piece.Length;
            linesLeft -= ends;
            long next = slice.Offset + piece.Length;
            if (next >= slice.Total)
                return;
            start = next;
            if (left <= 0 || linesLeft <= 0)
            {
                string from = lines is null ? $"--offset {next}" : $"--line {slice.FirstLine + ends}";
                terminal.Error.WriteLine($"errand: {slice.Total - next} of {slice.Total} bytes are left, about {PartSlice.Tokens(slice.Total - next)} tokens; go on with {from}");
                return;
            }
        }
    }

    /// <summary>The beginning of some bytes with so many lines at most, and how many line ends it has.</summary>
    private static (ReadOnlyMemory<byte> Piece, long Ends) Lines(ReadOnlyMemory<byte> bytes, long most)
    {
        long ends = 0;
        int length = 0;
        while (ends < most && bytes.Span[length..].IndexOf((byte)'\n') is var end and >= 0)
        {
            length += end + 1;
            ends++;
        }

        return ends < most ? (bytes, ends) : (bytes[..length], ends);
    }

    /// <summary>Copies the part as it grows, until its job is settled. A new attempt's part begins at its beginning.</summary>
    /// <param name="id">The job.</param>
    /// <param name="part">A part that grows.</param>
    /// <param name="write">Takes each new piece.</param>
    /// <param name="cancellationToken">Ends the copying, not the job.</param>
    /// <returns>The settled job.</returns>
    public async Task<JobReceipt> FollowAsync(JobId id, JobPart part, Action<ReadOnlyMemory<byte>> write, CancellationToken cancellationToken)
    {
        long offset = 0;
        int attempt = 1;
        while (true)
        {
            // Asked before reading: what a job wrote before it was settled must not be missed.
            JobReceipt receipt = jobs.Get(id);
            if (receipt.Attempt > attempt)
                (attempt, offset) = (receipt.Attempt, 0);

            PartSlice? slice = await TryReadAsync(id, part, offset, cancellationToken);
            if (slice is { Bytes.Length: > 0 })
            {
                write(slice.Bytes);
                offset += slice.Bytes.Length;
            }
            else if (!JobTransitions.IsLive(receipt.State))
            {
                return receipt;
            }
            else
            {
                await Task.Delay(LookAgain, clock, cancellationToken);
            }
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (!terminal.IsOutInteractive)
        {
            terminal.Bytes.Write(bytes);
            return;
        }

        foreach (Range line in bytes.Split((byte)'\n'))
        {
            if (line.Start.Value > 0)
                terminal.Out.Write('\n');
            terminal.Out.Write(string.Join('\t', Encoding.UTF8.GetString(bytes[line]).Split('\t').Select(Escaping.Escape)));
        }
    }

    /// <summary>The next piece; null when the part is not there yet, or was begun anew.</summary>
    private async Task<PartSlice?> TryReadAsync(JobId id, JobPart part, long offset, CancellationToken cancellationToken)
    {
        try
        {
            return await jobs.ReadPartAsync(id, part, null, offset, SliceBytes, cancellationToken);
        }
        catch (ErrandException refusal) when (refusal.Error == ErrorCatalog.UnknownPart || refusal.Error == ErrorCatalog.InvalidArgument)
        {
            return null;
        }
    }
}
