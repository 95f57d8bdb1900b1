using System.Text.Json;
using System.Text.Json.Nodes;

namespace Errand.Core.Forms;

/// <summary>An object that is taken as it stands, because something else knows its keys.</summary>
/// <param name="allowed">What is allowed, in words.</param>
/// <param name="refused">Keys that may not stand in it.</param>
public sealed class RawObjectForm(string allowed, params string[] refused) : Form<JsonElement>
{
    public override string Allowed => allowed;

    public override JsonObject Schema() => new() { ["type"] = "object" };

    public override string Show(JsonElement value) => "";

    public override bool TryRead(JsonElement element, Place place, JsonElement current, out JsonElement value)
    {
        // A copy: the document that holds it is gone when the configuration is used.
        value = element.Clone();
        if (element.ValueKind == JsonValueKind.Object)
        {
            string[] found = [.. refused.Where(name => element.TryGetProperty(name, out _))];
            foreach (string name in found)
                place.Add($"holds '{name}', which each request says itself; remove it");
            return found.Length == 0;
        }

        place.Refuse(element.ValueKind, allowed);
        return false;
    }

    public override bool TryReadText(string text, Place place, out JsonElement value) =>
        throw new NotSupportedException("An object is never read from an environment variable.");
}
