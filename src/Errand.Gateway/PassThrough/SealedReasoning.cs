using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.PassThrough;

/// <summary>Finds reasoning under the gateway's own seal: thinking blocks in Messages' messages, reasoning items in Responses' input.</summary>
internal static class SealedReasoning
{
    /// <param name="cursor">On the list of messages or items.</param>
    /// <param name="body">What the cursor reads.</param>
    /// <param name="edits">Takes the places to cut out, in order.</param>
    public static void Find(ref JsonCursor cursor, ReadOnlySpan<byte> body, List<(int Start, int End, byte[] Text)> edits)
    {
        var kept = new List<(int Start, int End)>();
        var inner = new List<(int Start, int End, byte[] Text)>();
        int start = cursor.Start;
        bool isCut = false;
        int depth = cursor.Depth;
        while (cursor.NextElement(depth))
        {
            int from = cursor.Start;
            int before = inner.Count;
            bool isSealed = cursor.IsObject ? IsSealed(ref cursor, body, inner) : cursor.Raw().IsEmpty;
            if (isSealed)
            {
                isCut = true;
                inner.RemoveRange(before, inner.Count - before);
            }
            else
            {
                kept.Add((from, cursor.Position));
            }
        }

        if (!isCut)
        {
            edits.AddRange(inner);
            return;
        }

        edits.Add((start, cursor.Position, Rebuilt(body, kept, inner)));
    }

    // An item that is sealed itself, or a message of which nothing else is left.
    private static bool IsSealed(ref JsonCursor cursor, ReadOnlySpan<byte> body, List<(int Start, int End, byte[] Text)> edits)
    {
        bool isSealed = false;
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
        {
            if (cursor.NameIs("signature"u8) || cursor.NameIs("encrypted_content"u8) || cursor.NameIs("data"u8))
                isSealed |= ReasoningSeal.IsOurs(cursor.Text);
            else if (cursor.NameIs("content"u8) && cursor.IsArray)
            {
                int before = edits.Count;
                Find(ref cursor, body, edits);
                isSealed |= edits.Count > before && edits[^1].Text is [(byte)'[', (byte)']'];
            }
        }

        return isSealed;
    }

    private static byte[] Rebuilt(ReadOnlySpan<byte> body, List<(int Start, int End)> kept, List<(int Start, int End, byte[] Text)> inner)
    {
        var output = new JsonSplice();
        output.Raw((byte)'[');
        int next = 0;
        foreach (var (start, end) in kept)
        {
            if (output.Length > 1)
                output.Raw((byte)',');
            int from = start;
            for (; next < inner.Count && inner[next].Start < end; next++)
            {
                output.Raw(body[from..inner[next].Start]);
                output.Raw(inner[next].Text);
                from = inner[next].End;
            }

            output.Raw(body[from..end]);
        }

        output.Raw((byte)']');
        return output.ToArray();
    }
}
