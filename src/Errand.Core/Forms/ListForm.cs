using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Errand.Core.Forms;

/// <summary>A list of values of one form; in an environment variable with <c>:</c> between them, as in PATH.</summary>
public sealed class ListForm<T>(Form<T> item) : Form<IReadOnlyList<T>>
{
    public override string Allowed => $"a list, each {item.Allowed}";

    public override JsonObject Schema() => new() { ["type"] = "array", ["items"] = item.Schema() };

    public override string Show(IReadOnlyList<T> value) => value.Count == 0 ? "" : string.Join(", ", value.Select(item.Show));

    public override bool TryRead(JsonElement element, Place place, IReadOnlyList<T>? current, [MaybeNullWhen(false)] out IReadOnlyList<T> value)
    {
        value = null;
        if (element.ValueKind != JsonValueKind.Array)
        {
            place.Refuse(element.ValueKind, Allowed);
            return false;
        }

        var items = new List<T>();
        int index = 0;
        foreach (JsonElement entry in element.EnumerateArray())
        {
            if (item.TryRead(entry, place.Index(index), default, out T? read))
                items.Add(read);
            index++;
        }

        value = items;
        return items.Count == index;
    }

    public override bool TryReadText(string text, Place place, [MaybeNullWhen(false)] out IReadOnlyList<T> value)
    {
        string[] entries = text.Split(':', StringSplitOptions.RemoveEmptyEntries);
        var items = new List<T>();
        foreach (string entry in entries)
        {
            if (item.TryReadText(entry, place, out T? read))
                items.Add(read);
        }

        value = items;
        return items.Count == entries.Length;
    }

    public override IEnumerable<SettingRow> Rows(string path, IReadOnlyList<T>? defaults) => item.Rows($"{path}[]", default);
}
