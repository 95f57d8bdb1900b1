using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Translation.Answers;

/// <summary>A tool call as far as it has come.</summary>
internal sealed class ShapedCall
{
    private readonly JsonSplice id = new();
    private readonly JsonSplice name = new();
    private readonly JsonSplice held = new();
    private ArgumentScan scan;
    private bool isDone;
    private bool? isPlainText;

    /// <summary>The upstream's number for it; null = it gave none.</summary>
    public int? Index { get; set; }

    public ReadOnlySpan<byte> Id => id.Written;

    public ReadOnlySpan<byte> Name => name.Written;

    /// <summary>Arguments that could not be written yet, escaped.</summary>
    public ReadOnlySpan<byte> Held => held.Written;

    /// <inheritdoc cref="ArgumentScan.IsWrapped"/>
    public bool IsWrapped => scan.IsWrapped;

    public bool IsOpened { get; private set; }

    /// <summary>Whether the tool takes a plain text. A model that knows this may leave the JSON around it away, and the text is then no JSON that could be whole.</summary>
    public bool IsFreeform { get; set; }

    /// <summary>Whether nothing more of it is to be expected.</summary>
    public bool IsComplete => isDone || scan.IsComplete;

    /// <summary>Whether it has arguments that tell something. An empty object may be a server's way to begin.</summary>
    public bool HasArguments => scan.HasBegun && !IsEmptyObject;

    public bool HasWritten { get; private set; }

    /// <summary>Whether its arguments are the empty object, which real ones may yet replace.</summary>
    public bool IsPlaceholder => !isDone && IsEmptyObject;

    private bool IsEmptyObject => !HasWritten && scan.IsComplete && held.Written.Trim((byte)' ').SequenceEqual("{}"u8);

    public void Identify(ReadOnlySpan<byte> said)
    {
        if (IsOpened || id.Length > 0)
            return;

        id.Raw(said);
    }

    /// <summary>A name may come late, again with every piece, or in pieces.</summary>
    public void Call(ReadOnlySpan<byte> said, ToolNameMap tools)
    {
        if (IsOpened || said.IsEmpty || name.Written.SequenceEqual(said) || (name.Length > 0 && tools.Find(name.Written) is not null))
            return;

        name.Raw(said);
    }

    public void Complete() => isDone = true;

    /// <summary>Takes the next piece of the arguments.</summary>
    /// <returns>What can be written at once, because the call is open; else empty.</returns>
    public ReadOnlySpan<byte> Take(ReadOnlySpan<byte> escaped)
    {
        if (scan.IsComplete && IsEmptyObject && !escaped.Trim(" \t\r\n"u8).IsEmpty)
        {
            held.CutTo(0);
            scan = default;
        }

        var taken = IsPlainText(escaped) ? escaped : escaped[..scan.Read(escaped)];
        var rest = escaped[taken.Length..];
        if (!IsOpened)
            held.Raw(taken);
        else if (!taken.IsEmpty)
            HasWritten = true;

        return IsEmptyObject && !rest.IsEmpty ? Take(rest) : IsOpened ? taken : default;
    }

    // Told by how the arguments begin; an escape is never cut in two.
    private bool IsPlainText(ReadOnlySpan<byte> next)
    {
        if (!IsFreeform || isPlainText is not null || scan.HasBegun)
            return isPlainText is true;

        var begin = next;
        while (begin is [(byte)' ', ..] or [(byte)'\\', (byte)'n' or (byte)'r' or (byte)'t', ..])
            begin = begin[(begin[0] == ' ' ? 1 : 2)..];
        if (!begin.IsEmpty)
            isPlainText = !(begin[0] == '{' || begin is [(byte)'\\', (byte)'"', ..]);
        return isPlainText is true;
    }

    /// <param name="hasWritten">Whether arguments were written with it.</param>
    public void Open(bool hasWritten)
    {
        IsOpened = true;
        HasWritten = hasWritten;
        held.Clear();
    }
}
