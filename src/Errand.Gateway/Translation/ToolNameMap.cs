using System.Text;
using Errand.Gateway.Translation.Json;
using Errand.Gateway.Translation.Requests;

namespace Errand.Gateway.Translation;

/// <summary>The names under which an upstream knows the client's tools, and the way back. Upstreams take 64 characters of <c>[a-zA-Z0-9_-]</c> and no namespaces.</summary>
/// <remarks>A name that fits stays. Namespaces are left out unless two tools would then share a name. What does not fit is cut and marked with its hash.</remarks>
internal sealed class ToolNameMap
{
    public const int MaxLength = 64;

    private const int HashLength = 10;

    private readonly ReadOnlyMemory<byte>[] names;

    public ToolNameMap(IReadOnlyList<ToolDefinition> tools)
    {
        Tools = tools;
        foreach (var tool in tools)
            HasFreeform |= tool.IsCustom;
        names = new ReadOnlyMemory<byte>[tools.Count];
        var taken = new Dictionary<ReadOnlyMemory<byte>, int>(tools.Count, Utf8Comparer.Instance);
        foreach (var tool in tools)
            taken[tool.Name.Escaped] = taken.GetValueOrDefault(tool.Name.Escaped) + 1;

        var used = new HashSet<ReadOnlyMemory<byte>>(tools.Count, Utf8Comparer.Instance);
        for (var index = 0; index < names.Length; index++)
        {
            var tool = tools[index];
            var isShared = taken[tool.Name.Escaped] > 1 && !tool.Namespace.IsEmpty;
            names[index] = Fitting(isShared ? Joined(tool.Namespace, tool.Name) : tool.Name.Escaped);
            if (!used.Add(names[index]))
            {
                names[index] = Hashed(names[index].Span, Joined(tool.Namespace, tool.Name).Span, index);
                used.Add(names[index]);
            }
        }
    }

    /// <summary>Tools as they are named; in this order.</summary>
    public IReadOnlyList<ToolDefinition> Tools { get; }

    /// <summary>Whether a tool takes a plain text instead of JSON.</summary>
    public bool HasFreeform { get; }

    public static ToolNameMap Empty { get; } = new([]);

    /// <summary>The upstream's name of a tool by its place in <see cref="Tools"/>; escaped.</summary>
    public ReadOnlySpan<byte> NameOf(int index) => names[index].Span;

    /// <summary>The upstream's name of a tool that the client called by this name; also fits when it is not among <see cref="Tools"/>.</summary>
    public ReadOnlyMemory<byte> NameOf(JsonText name, JsonText @namespace)
    {
        for (var index = 0; index < names.Length; index++)
        {
            if (Tools[index].Name.Escaped.Span.SequenceEqual(name.Escaped.Span) && Tools[index].Namespace.Escaped.Span.SequenceEqual(@namespace.Escaped.Span))
                return names[index];
        }

        return Fitting(name.Escaped);
    }

    /// <summary>The upstream's name of the first tool of this name, whatever its namespace.</summary>
    public ReadOnlyMemory<byte> NameOf(JsonText name)
    {
        for (var index = 0; index < names.Length; index++)
        {
            if (Tools[index].Name.Escaped.Span.SequenceEqual(name.Escaped.Span))
                return names[index];
        }

        return Fitting(name.Escaped);
    }

    /// <summary>Whether the client offered a tool of this name, whatever its namespace.</summary>
    public bool Offers(JsonText name)
    {
        foreach (var tool in Tools)
        {
            if (tool.Name.Escaped.Span.SequenceEqual(name.Escaped.Span))
                return true;
        }

        return false;
    }

    /// <summary>The tool that a model means by a name. Models add a namespace or change the case at times: an exact match wins, then one that only one tool can be.</summary>
    /// <param name="upstreamName">Escaped.</param>
    public ToolDefinition? Find(ReadOnlySpan<byte> upstreamName)
    {
        for (var index = 0; index < names.Length; index++)
        {
            if (names[index].Span.SequenceEqual(upstreamName))
                return Tools[index];
        }

        return names.Length == 0 ? null : FindAlike(JsonEscapes.Text(upstreamName));
    }

    private ToolDefinition? FindAlike(string said)
    {
        said = said.Trim();
        if (said.StartsWith("functions.", StringComparison.Ordinal))
            said = said["functions.".Length..];
        ToolDefinition? found = null;
        for (var index = 0; index < names.Length; index++)
        {
            if (!IsMeant(said, index))
                continue;
            if (found is not null)
                return null;

            found = Tools[index];
        }

        return found;
    }

    private bool IsMeant(string said, int index)
    {
        var tool = Tools[index];
        var name = JsonEscapes.Text(tool.Name.Escaped.Span);
        if (Same(said, name) || Same(said, Encoding.UTF8.GetString(names[index].Span)))
            return true;
        if (tool.Namespace.IsEmpty)
            return false;

        var space = JsonEscapes.Text(tool.Namespace.Escaped.Span);
        return Same(said, $"{space}__{name}") || Same(said, $"{space}.{name}") || Same(said, $"{space}/{name}");

        static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
    }

    private static ReadOnlyMemory<byte> Joined(JsonText @namespace, JsonText name) =>
        (byte[])[.. @namespace.Escaped.Span, .. "__"u8, .. name.Escaped.Span];

    private static ReadOnlyMemory<byte> Fitting(ReadOnlyMemory<byte> name)
    {
        if (!name.IsEmpty && name.Length <= MaxLength && !name.Span.ContainsAnyExcept(ToolNameCharacters.Allowed))
            return name;

        return Hashed(name.Span, name.Span, 0);
    }

    private static ReadOnlyMemory<byte> Hashed(ReadOnlySpan<byte> name, ReadOnlySpan<byte> whole, int salt)
    {
        // FNV-1a: the same name has to come out the same in every request of a conversation, in any process.
        var hash = 14695981039346656037UL ^ (ulong)salt;
        foreach (var value in whole)
            hash = (hash ^ value) * 1099511628211UL;

        var kept = Math.Min(name.Length, MaxLength - HashLength - 1);
        var result = new byte[kept + 1 + HashLength];
        for (var index = 0; index < kept; index++)
            result[index] = ToolNameCharacters.Allowed.Contains(name[index]) ? name[index] : (byte)'_';
        result[kept] = (byte)'_';
        Encoding.ASCII.GetBytes(hash.ToString("x16", null).AsSpan(0, HashLength), result.AsSpan(kept + 1));
        return result;
    }
}
