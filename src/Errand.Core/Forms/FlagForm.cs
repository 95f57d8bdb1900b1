using System.Text.Json;
using System.Text.Json.Nodes;

namespace Errand.Core.Forms;

/// <summary>A value that is true or false.</summary>
internal sealed class FlagForm : Form<bool>
{
    public override string Allowed => "true or false";

    public override JsonObject Schema() => new() { ["type"] = "boolean" };

    public override string Show(bool value) => value ? "true" : "false";

    public override bool TryRead(JsonElement element, Place place, bool current, out bool value)
    {
        value = element.ValueKind == JsonValueKind.True;
        if (value || element.ValueKind == JsonValueKind.False)
            return true;

        place.Refuse(element.ValueKind, Allowed);
        return false;
    }

    public override bool TryReadText(string text, Place place, out bool value)
    {
        if (bool.TryParse(text, out value))
            return true;

        place.Refuse(text, Allowed, "it is neither");
        return false;
    }
}
