using System.Buffers.Binary;

namespace Errand.Processes.Confinement;

/// <summary>Writes classic BPF over <c>struct seccomp_data</c>: number at 0, architecture at 4, six arguments of 8 bytes from 16.</summary>
internal sealed class FilterAssembler
{
    private const ushort LoadWord = 0x20;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfAtLeast = 0x35;
    private const ushort JumpIfAnyBit = 0x45;
    private const ushort Return = 0x06;
    private const ushort And = 0x54;

    private const uint ReturnAllow = 0x7FFF0000;
    private const uint ReturnError = 0x00050000;
    private const uint ReturnKill = 0x80000000;

    private readonly List<byte> code = [];

    public void LoadArchitecture() => Add(LoadWord, 0, 0, 4);

    public void LoadNumber() => Add(LoadWord, 0, 0, 0);

    /// <summary>Ends the process unless the loaded word is the value.</summary>
    public void KillUnless(uint value)
    {
        Add(JumpIfEqual, 1, 0, value);
        Add(Return, 0, 0, ReturnKill);
    }

    /// <summary>Refuses every call from a number on.</summary>
    public void RefuseFrom(uint number, uint error)
    {
        Add(JumpIfAtLeast, 0, 1, number);
        Add(Return, 0, 0, ReturnError | error);
    }

    /// <summary>Refuses a call whatever its arguments are.</summary>
    public void Refuse(uint number, uint error)
    {
        Add(JumpIfEqual, 0, 1, number);
        Add(Return, 0, 0, ReturnError | error);
    }

    /// <summary>Refuses a call if its argument has any of the bits.</summary>
    public void RefuseFlags(uint number, int argument, uint bits, uint error)
    {
        Add(JumpIfEqual, 0, 4, number);
        LoadArgument(argument);
        Add(JumpIfAnyBit, 0, 1, bits);
        Add(Return, 0, 0, ReturnError | error);
        LoadNumber();
    }

    /// <summary>Refuses a call if its argument is one of the values.</summary>
    public void RefuseValues(uint number, int argument, ReadOnlySpan<uint> values, uint error)
    {
        Add(JumpIfEqual, 0, (byte)(values.Length + 4), number);
        LoadArgument(argument);
        for (int index = 0; index < values.Length; index++)
            Add(JumpIfEqual, (byte)(values.Length - index), 0, values[index]);
        // Past the refusal.
        Add(0x05, 0, 0, 1);
        Add(Return, 0, 0, ReturnError | error);
        LoadNumber();
    }

    /// <summary>Refuses a call if its argument is none of the values.</summary>
    public void RefuseOthers(uint number, int argument, ReadOnlySpan<uint> values, uint error)
    {
        Add(JumpIfEqual, 0, (byte)(values.Length + 3), number);
        LoadArgument(argument);
        for (int index = 0; index < values.Length; index++)
            Add(JumpIfEqual, (byte)(values.Length - index), 0, values[index]);
        Add(Return, 0, 0, ReturnError | error);
        LoadNumber();
    }

    /// <summary>Refuses to make sockets of the internet's families that are not streams, or streams of another protocol than TCP.</summary>
    public void RefuseDatagrams(uint socket, uint error)
    {
        const uint internet = 2, internet6 = 10, stream = 1, typeMask = 0xF, anyProtocol = 0, tcp = 6;
        Add(JumpIfEqual, 0, 11, socket);
        LoadArgument(0);
        Add(JumpIfEqual, 1, 0, internet);
        Add(JumpIfEqual, 0, 7, internet6);
        LoadArgument(1);
        Add(And, 0, 0, typeMask);
        Add(JumpIfEqual, 0, 3, stream);
        LoadArgument(2);
        Add(JumpIfEqual, 2, 0, anyProtocol);
        Add(JumpIfEqual, 1, 0, tcp);
        Add(Return, 0, 0, ReturnError | error);
        LoadNumber();
    }

    public void Allow() => Add(Return, 0, 0, ReturnAllow);

    public byte[] ToArray() => [.. code];

    /// <summary>The lower half of an argument, which is all that the kernel takes of those that are asked for.</summary>
    private void LoadArgument(int argument) => Add(LoadWord, 0, 0, 16u + ((uint)argument * 8));

    private void Add(ushort operation, byte ifTrue, byte ifFalse, uint value)
    {
        Span<byte> instruction = stackalloc byte[8];
        BinaryPrimitives.WriteUInt16LittleEndian(instruction, operation);
        instruction[2] = ifTrue;
        instruction[3] = ifFalse;
        BinaryPrimitives.WriteUInt32LittleEndian(instruction[4..], value);
        code.AddRange(instruction);
    }
}
