using System.Numerics;
using System.Text;

namespace Errand.Core.Redaction;

/// <summary>
/// Finds where one of many keywords stands, in any letter case, in one pass of a few instructions per byte: four bytes at each position are
/// looked up in a bitmap that fits into the first-level cache, and only where it says yes the keywords are compared.
/// </summary>
internal sealed class KeywordIndex
{
    /// <summary>Shortest keyword in bytes.</summary>
    public const int Shortest = 4;

    private const uint Multiplier = 0x9E3779B1;
    private const int SlotBits = 17;
    private const int None = -1;

    /// <summary>How common letters are in English and in source code, the commonest first: the rarest four bytes of a keyword stand for it.</summary>
    private const string Common = "etaoinsrlcdumphgfbyvw.=/:- kxjqz_";

    private static readonly int[] Frequencies = FrequenciesOf(Common);

    private readonly ulong[] bits = new ulong[1 << (SlotBits - 6)];
    private readonly int[] heads = new int[1 << SlotBits];
    private readonly Entry[] entries;

    public KeywordIndex(IEnumerable<string> keywords)
        : this([.. keywords.Select(Encoding.UTF8.GetBytes)])
    {
    }

    public KeywordIndex(IReadOnlyList<byte[]> keywords)
    {
        heads.AsSpan().Fill(None);
        entries = new Entry[keywords.Count];
        Longest = keywords.Count == 0 ? 0 : keywords.Max(keyword => keyword.Length);
        for (int number = 0; number < keywords.Count; number++)
        {
            byte[] folded = new byte[keywords[number].Length];
            for (int at = 0; at < folded.Length; at++)
                folded[at] = (byte)(keywords[number][at] | 0x20);
            int anchor = RarestOf(folded);
            uint slot = SlotOf(BitConverter.ToUInt32(folded, anchor));
            entries[number] = new Entry(folded, anchor, heads[slot]);
            heads[slot] = number;
            bits[slot >> 6] |= 1UL << (int)slot;
        }
    }

    /// <summary>Bytes of the longest keyword.</summary>
    public int Longest { get; }

    /// <summary>The next position at or after one at which a keyword's four bytes may stand; the text's length = there is none.</summary>
    public int Next(ReadOnlySpan<byte> text, int from)
    {
        int at = from;
        for (; at + sizeof(ulong) <= text.Length; at += 5)
        {
            // Five positions of one load: no position waits for what another found.
            ulong eight = BitConverter.ToUInt64(text.Slice(at, sizeof(ulong))) | 0x2020202020202020;
            uint found = Test((uint)eight) | Test((uint)(eight >> 8)) << 1 | Test((uint)(eight >> 16)) << 2
                | Test((uint)(eight >> 24)) << 3 | Test((uint)(eight >> 32)) << 4;
            if (found != 0)
                return at + BitOperations.TrailingZeroCount(found);
        }

        for (; at + Shortest <= text.Length; at++)
        {
            if (Test(Four(text, at)) != 0)
                return at;
        }

        return text.Length;
    }

    /// <summary>The keywords around a position that <see cref="Next"/> gave, with where they begin.</summary>
    public Hits At(ReadOnlySpan<byte> text, int position) => new(this, text, position);

    private static uint Four(ReadOnlySpan<byte> text, int at) => BitConverter.ToUInt32(text.Slice(at, sizeof(uint))) | 0x20202020;

    private uint Test(uint four)
    {
        uint slot = SlotOf(four);
        return (uint)(bits[slot >> 6] >> (int)slot) & 1;
    }

    private static uint SlotOf(uint four) => four * Multiplier >> (32 - SlotBits);

    private static int RarestOf(byte[] folded)
    {
        int best = 0;
        int lowest = int.MaxValue;
        for (int start = 0; start + Shortest <= folded.Length; start++)
        {
            int sum = 0;
            foreach (byte value in folded.AsSpan(start, Shortest))
                sum += Frequencies[value];
            if (sum < lowest)
                (best, lowest) = (start, sum);
        }

        return best;
    }

    private static int[] FrequenciesOf(string common)
    {
        int[] frequencies = new int[256];
        for (int rank = 0; rank < common.Length; rank++)
            frequencies[common[rank]] = common.Length - rank;
        return frequencies;
    }

    /// <param name="Folded">The keyword with bit 5 of each byte set.</param>
    /// <param name="Anchor">Where in it the four bytes stand that were looked up.</param>
    /// <param name="Next">The next keyword with the same slot.</param>
    private readonly record struct Entry(byte[] Folded, int Anchor, int Next);

    /// <summary>Goes through the keywords at a position.</summary>
    internal ref struct Hits(KeywordIndex index, ReadOnlySpan<byte> text, int position)
    {
        private readonly ReadOnlySpan<byte> text = text;
        private int next = index.heads[SlotOf(Four(text, position))];

        /// <summary>Which keyword it is, by its place in the list that the index was made of.</summary>
        public int Keyword { get; private set; }

        /// <summary>Where it begins.</summary>
        public int Start { get; private set; }

        public readonly int End => Start + index.entries[Keyword].Folded.Length;

        public bool MoveNext()
        {
            while (next != None)
            {
                ref readonly Entry entry = ref index.entries[next];
                Keyword = next;
                Start = position - entry.Anchor;
                next = entry.Next;
                if (Start >= 0 && Start + entry.Folded.Length <= text.Length && IsSame(text.Slice(Start, entry.Folded.Length), entry.Folded))
                    return true;
            }

            return false;
        }

        private static bool IsSame(ReadOnlySpan<byte> text, ReadOnlySpan<byte> folded)
        {
            for (int at = 0; at < folded.Length; at++)
            {
                if ((text[at] | 0x20) != folded[at])
                    return false;
            }

            return true;
        }
    }
}
