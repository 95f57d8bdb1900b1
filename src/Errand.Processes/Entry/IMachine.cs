namespace Errand.Processes.Entry;

/// <summary>Writes the few instructions of an entry program for one kind of processor.</summary>
internal interface IMachine
{
    /// <summary>The number of the architecture in an ELF header.</summary>
    ushort ElfMachine { get; }

    int Number(SystemCall call);

    /// <summary>Instructions that make a call of the kernel with constant arguments, at most six.</summary>
    byte[] Call(SystemCall call, ReadOnlySpan<long> arguments);

    /// <summary>Instructions that jump over the next ones when the call before succeeded.</summary>
    byte[] SkipOnSuccess(int bytes);

    /// <summary>Instructions that become the program in argv[1], with the rest of argv as its arguments and the same environment.</summary>
    byte[] ExecuteArguments();
}
