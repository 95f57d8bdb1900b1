using System.Buffers.Binary;

namespace Errand.Processes.Entry;

/// <summary>x86-64, as the Intel manual and the System V ABI have it.</summary>
internal sealed class X64Machine : IMachine
{
    /// <summary><c>mov r64, imm64</c> for rdi, rsi, rdx, r10, r8 and r9: the order of the kernel's arguments.</summary>
    private static readonly byte[][] MoveToArgument = [[0x48, 0xBF], [0x48, 0xBE], [0x48, 0xBA], [0x49, 0xBA], [0x49, 0xB8], [0x49, 0xB9]];

    private static readonly byte[] Enter = [0x0F, 0x05];

    public ushort ElfMachine => 62;

    public int Number(SystemCall call) => call.X64;

    public byte[] Call(SystemCall call, ReadOnlySpan<long> arguments)
    {
        var code = new List<byte>();
        Span<byte> number = stackalloc byte[8];
        for (int index = 0; index < arguments.Length; index++)
        {
            code.AddRange(MoveToArgument[index]);
            BinaryPrimitives.WriteInt64LittleEndian(number, arguments[index]);
            code.AddRange(number);
        }

        code.AddRange(MoveNumber(call));
        code.AddRange(Enter);
        return [.. code];
    }

    // test rax, rax; jns
    public byte[] SkipOnSuccess(int bytes) => [0x48, 0x85, 0xC0, 0x79, checked((byte)sbyte.CreateChecked(bytes))];

    // mov rax, [rsp]; lea rdx, [rsp + rax * 8 + 16]; lea rsi, [rsp + 16]; mov rdi, [rsi]
    public byte[] ExecuteArguments() =>
        [0x48, 0x8B, 0x04, 0x24, 0x48, 0x8D, 0x54, 0xC4, 0x10, 0x48, 0x8D, 0x74, 0x24, 0x10, 0x48, 0x8B, 0x3E, .. MoveNumber(SystemCall.Execute), .. Enter];

    // mov eax, imm32
    private static byte[] MoveNumber(SystemCall call) => [0xB8, (byte)call.X64, (byte)(call.X64 >> 8), 0, 0];
}
