using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Errand.Processes.Entry;

/// <summary>
/// Builds the program that stands first in a sandbox: a few calls of the kernel with constant arguments, one after the other, and then <c>execve</c> of its
/// own arguments. A sandbox program changes neither limits nor listens to anything for us, a shell cannot open a socket, and a program of ours would need a
/// runtime and 50 ms. This one needs nothing but the kernel and takes less than one.
/// <code>
/// descriptors: 3 control channel (gets one message when everything is done), 4 ruleset if any; all others are closed first
/// </code>
/// Any call that fails ends it with a sentence on standard error and exit code 126.
/// </summary>
public static class EntryProgram
{
    /// <summary>The control channel's number, for whoever starts the program.</summary>
    public const int ControlDescriptor = 3;

    private const ulong BaseAddress = 0x400000;
    private const int HeaderBytes = 64 + 56;
    private const int CannotRun = 126;

    private static IMachine? Machine => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => new X64Machine(),
        Architecture.Arm64 => new Arm64Machine(),
        _ => null,
    };

    /// <summary>Whether programs can be built for this machine's processor.</summary>
    public static bool IsSupported => Machine is not null;

    /// <summary>Builds the program as an ELF file.</summary>
    /// <exception cref="PlatformNotSupportedException">Not for this processor.</exception>
    public static byte[] Build(EntryPlan plan) => Build(plan, Machine ?? throw new PlatformNotSupportedException($"There is no entry program for {RuntimeInformation.ProcessArchitecture}."));

    internal static byte[] Build(EntryPlan plan, IMachine machine)
    {
        var builder = new Builder(machine);
        AddSteps(plan, builder);
        return builder.Finish();
    }

    private static void AddSteps(EntryPlan plan, Builder builder)
    {
        int firstClosed = ControlDescriptor + (plan.HasRuleset ? 2 : 1);
        const long last = uint.MaxValue;
        builder.Step("closing inherited descriptors", SystemCall.CloseRange, firstClosed, last, 0);
        foreach (ResourceLimit limit in plan.Limits)
            builder.Step($"limiting {limit.Name}", SystemCall.ResourceLimit, 0, limit.Resource, builder.Words(limit.Value, limit.Value), 0);

        int socket = firstClosed;
        foreach (int port in plan.Ports)
        {
            const int internet = 2, stream = 1, backlog = 64, addressBytes = 16;
            string where = string.Create(CultureInfo.InvariantCulture, $"listening to 127.0.0.1:{port}");
            builder.Step(where, SystemCall.Socket, internet, stream, 0);
            builder.Step(where, SystemCall.Bind, socket, builder.Data([internet, 0, (byte)(port >> 8), (byte)port, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]), addressBytes);
            builder.Step(where, SystemCall.Listen, socket, backlog);
            socket++;
        }

        const int noSignal = 0x4000;
        builder.Step("answering", SystemCall.SendMessage, ControlDescriptor, Message(builder, firstClosed, plan.Ports.Count), noSignal);
        if (plan.HasRuleset || plan.Filter is not null)
        {
            const int setNoNewPrivileges = 38;
            builder.Step("giving up privileges", SystemCall.ProcessControl, setNoNewPrivileges, 1, 0, 0, 0);
        }

        if (plan.HasRuleset)
            builder.Step("restricting file access", SystemCall.LandlockRestrictSelf, ControlDescriptor + 1, 0);
        builder.Step("closing descriptors", SystemCall.CloseRange, ControlDescriptor, last, 0);
        if (plan.Filter is { } filter)
        {
            const int setFilter = 1, instructionBytes = 8;
            builder.Step("filtering system calls", SystemCall.Seccomp, setFilter, 0, builder.Words(filter.Length / instructionBytes, builder.Data(filter.Span)));
        }
    }

    /// <summary><c>struct msghdr</c> with one byte of content and, as ancillary data, the listening sockets.</summary>
    private static long Message(Builder builder, int firstSocket, int count)
    {
        long part = builder.Words(builder.Data("!"u8), 1);
        if (count == 0)
            return builder.Words(0, 0, part, 1, 0, 0, 0);

        const int header = 16, socketLevel = 1, rights = 1;
        byte[] control = new byte[header + ((count * 4) + 7) / 8 * 8];
        BinaryPrimitives.WriteInt64LittleEndian(control, header + (count * 4));
        BinaryPrimitives.WriteInt32LittleEndian(control.AsSpan(8), socketLevel);
        BinaryPrimitives.WriteInt32LittleEndian(control.AsSpan(12), rights);
        for (int index = 0; index < count; index++)
            BinaryPrimitives.WriteInt32LittleEndian(control.AsSpan(header + (index * 4)), firstSocket + index);
        return builder.Words(0, 0, part, 1, builder.Data(control), control.Length, 0);
    }

    /// <summary>Data first and code behind it, so that every address is known when it is used.</summary>
    private sealed class Builder(IMachine machine)
    {
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
}
