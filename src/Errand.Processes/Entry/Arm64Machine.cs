using System.Buffers.Binary;

namespace Errand.Processes.Entry;

/// <summary>AArch64, as the Arm manual and the kernel's calling convention have it.</summary>
internal sealed class Arm64Machine : IMachine
{
    private const int NumberRegister = 8;
    private const uint Enter = 0xD4000001;

    public ushort ElfMachine => 183;

    public int Number(SystemCall call) => call.Arm64;

    public byte[] Call(SystemCall call, ReadOnlySpan<long> arguments)
    {
        var code = new List<uint>();
        for (int register = 0; register < arguments.Length; register++)
            Move(code, register, arguments[register]);
        Move(code, NumberRegister, call.Arm64);
        code.Add(Enter);
        return Bytes(code);
    }

    // tbz x0, #63
    public byte[] SkipOnSuccess(int bytes) => Bytes([0xB6F80000 | ((uint)(bytes + 4) / 4 << 5)]);

    public byte[] ExecuteArguments()
    {
        // ldr x9, [sp]; add x1, sp, #16; ldr x0, [x1]; add x2, x1, x9, lsl #3
        List<uint> code = [0xF94003E9, 0x910043E1, 0xF9400020, 0x8B090C22];
        Move(code, NumberRegister, SystemCall.Execute.Arm64);
        code.Add(Enter);
        return Bytes(code);
    }

    /// <summary><c>movz</c> for the lowest 16 bits and <c>movk</c> for the others.</summary>
    private static void Move(List<uint> code, int register, long value)
    {
        for (int part = 0; part < 4; part++)
        {
            uint bits = (uint)(value >> (16 * part)) & 0xFFFF;
            if (part == 0 || bits != 0)
                code.Add((part == 0 ? 0xD2800000 : 0xF2800000) | ((uint)part << 21) | (bits << 5) | (uint)register);
        }
    }

    private static byte[] Bytes(List<uint> code)
    {
        byte[] bytes = new byte[code.Count * 4];
        for (int index = 0; index < code.Count; index++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(index * 4), code[index]);
        return bytes;
    }
}
