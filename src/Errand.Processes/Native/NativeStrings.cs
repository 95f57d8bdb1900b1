using System.Runtime.InteropServices;
using System.Text;

namespace Errand.Processes.Native;

/// <summary>A null-terminated array of C strings, as <c>argv</c> and <c>envp</c> want it.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private void* block;

    public NativeStrings(IReadOnlyList<string> strings)
    {
        nuint pointers = (nuint)(strings.Count + 1) * (nuint)sizeof(byte*);
        nuint bytes = 0;
        foreach (string text in strings)
            bytes += (nuint)Encoding.UTF8.GetByteCount(text) + 1;

        block = NativeMemory.Alloc(pointers + bytes);
        byte** pointer = (byte**)block;
        byte* at = (byte*)block + pointers;
        foreach (string text in strings)
        {
            *pointer++ = at;
            int length = Encoding.UTF8.GetByteCount(text);
            Encoding.UTF8.GetBytes(text, new Span<byte>(at, length));
            at[length] = 0;
            at += length + 1;
        }

        *pointer = null;
    }

    public byte** Pointer => (byte**)block;

    /// <summary>The first string.</summary>
    public byte* First => *Pointer;

    public void Dispose()
    {
        NativeMemory.Free(block);
        block = null;
    }
}
