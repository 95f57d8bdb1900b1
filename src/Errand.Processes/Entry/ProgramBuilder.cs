using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Errand.Processes.Entry;

/// <summary>
/// Builds a program of a few calls of the kernel with constant arguments, one after the other, that then becomes its own arguments. It needs nothing but the
/// kernel. Data stands first and code behind it, so that every address is known when it is used.
/// </summary>
internal sealed class ProgramBuilder(IMachine machine)
{
    private const ulong BaseAddress = 0x400000;
    private const int HeaderBytes = 64 + 56;
    private const int CannotRun = 126;

    private readonly List<byte> data = [];
    private readonly List<(string Name, SystemCall Call, long[] Arguments)> steps = [];

    /// <summary>The processor of this machine; null = no program can be built for it.</summary>
    public static IMachine? Machine => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => new X64Machine(),
        Architecture.Arm64 => new Arm64Machine(),
        _ => null,
    };

    /// <exception cref="PlatformNotSupportedException">Not for this processor.</exception>
    public static IMachine RequireMachine() => Machine ?? throw new PlatformNotSupportedException($"There is no entry program for {RuntimeInformation.ProcessArchitecture}.");

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
            byte[] failure = Failure($"errand: the sandbox could not be entered: {name} failed.\n");
            code.AddRange(machine.SkipOnSuccess(failure.Length));
            code.AddRange(failure);
        }

        byte[] notRun = Failure("errand: the program could not be run in the sandbox: it is not visible there, or its interpreter is not.\n");
        code.AddRange(machine.ExecuteArguments());
        code.AddRange(notRun);
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
