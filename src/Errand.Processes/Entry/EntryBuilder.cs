using System.Buffers.Binary;
using System.Text;

namespace Errand.Processes.Entry;

/// <summary>
/// Puts together an entry program: a few calls of the kernel, one after the other, and then <c>execve</c> of its own arguments. Data first and code behind it, so that
/// every address is known when it is used.
/// </summary>
/// <param name="machine">The processor.</param>
/// <param name="failure">What is said when a call fails, before its name.</param>
/// <param name="notRun">What is said when its arguments are no program that can be run.</param>
internal sealed class EntryBuilder(IMachine machine, string failure, string notRun)
{
    private const ulong BaseAddress = 0x400000;
    private const int HeaderBytes = 64 + 56;
    private const int CannotRun = 126;

    private readonly List<byte> data = [];
    private readonly List<(string Name, SystemCall Call, long[] Arguments)> steps = [];

    /// <summary>Places bytes and gives their address.</summary>
    public long Data(ReadOnlySpan<byte> bytes)
    {
        while (data.Count % 8 != 0)
            data.Add(0);
        long address = (long)BaseAddress + HeaderBytes + data.Count;
        data.AddRange(bytes);
        return address;
    }

    /// <summary>Places 64-bit numbers and gives their address.</summary>
    public long Words(params ReadOnlySpan<long> words)
    {
        byte[] bytes = new byte[words.Length * 8];
        for (int index = 0; index < words.Length; index++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(index * 8), words[index]);
        return Data(bytes);
    }

    public void Step(string name, SystemCall call, params long[] arguments) => steps.Add((name, call, arguments));

    public byte[] Finish()
    {
        var code = new List<byte>();
        foreach ((string name, SystemCall call, long[] arguments) in steps)
        {
            code.AddRange(machine.Call(call, arguments));
            byte[] end = Failure($"errand: {failure}: {name} failed.\n");
            code.AddRange(machine.SkipOnSuccess(end.Length));
            code.AddRange(end);
        }

        code.AddRange(machine.ExecuteArguments());
        code.AddRange(Failure($"errand: {notRun}.\n"));
        while (data.Count % 8 != 0)
            data.Add(0);
        return [.. Header(code.Count), .. data, .. code];
    }

    private byte[] Failure(string sentence)
    {
        byte[] text = Encoding.UTF8.GetBytes(sentence);
        const int standardError = 2;
        return [.. machine.Call(SystemCall.Write, [standardError, Data(text), text.Length]), .. machine.Call(SystemCall.Exit, [CannotRun])];
    }

    /// <summary>An ELF header with one segment, the whole file, to read and to execute.</summary>
    private byte[] Header(int codeBytes)
    {
        byte[] header = new byte[HeaderBytes];
        Span<byte> at = header;
        "\u007fELF"u8.CopyTo(at);
        // 64 bits, little end first, version 1.
        header[4] = 2;
        header[5] = 1;
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(at[16..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(at[18..], machine.ElfMachine);
        BinaryPrimitives.WriteUInt32LittleEndian(at[20..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(at[24..], BaseAddress + HeaderBytes + (ulong)data.Count);
        BinaryPrimitives.WriteUInt64LittleEndian(at[32..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(at[52..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(at[54..], 56);
        BinaryPrimitives.WriteUInt16LittleEndian(at[56..], 1);

        Span<byte> segment = at[64..];
        ulong size = HeaderBytes + (ulong)data.Count + (ulong)codeBytes;
        BinaryPrimitives.WriteUInt32LittleEndian(segment, 1);
        BinaryPrimitives.WriteUInt32LittleEndian(segment[4..], 5);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[16..], BaseAddress);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[24..], BaseAddress);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[32..], size);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[40..], size);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[48..], 0x10000);
        return header;
    }
}
