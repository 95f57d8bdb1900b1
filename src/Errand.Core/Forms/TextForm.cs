using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Errand.Core.Forms;

/// <summary>Reads a text.</summary>
/// <returns>What is wrong with it, without a full stop; null = nothing.</returns>
public delegate string? TextReader<T>(string text, Place place, out T value);

/// <summary>A value that is written as one text, and maybe as a number too.</summary>
public sealed class TextForm<T>(string allowed, TextReader<T> read, Func<T, string> show, Func<JsonObject> schema, bool isNumber = false, Func<string, string>? mask = null) : Form<T>
{
    public override string Allowed => allowed;

    public override JsonObject Schema() => schema();

    /// <summary>The same form with one more rule.</summary>
    /// <param name="rule">What is wrong with a value, without a full stop; null = nothing.</param>
    public TextForm<T> Refusing(Func<T, string?> rule) =>
        new(allowed, (string text, Place place, out T value) => read(text, place, out value) ?? rule(value), show, schema, isNumber, mask);

    /// <summary>The same form for texts that may hold a secret when they are wrong.</summary>
    /// <param name="conceal">What of a refused text may be shown.</param>
    public TextForm<T> Showing(Func<string, string> conceal) => new(allowed, read, show, schema, isNumber, conceal);

    public override string Show(T value) => show(value);

    public override bool TryRead(JsonElement element, Place place, T? current, [MaybeNullWhen(false)] out T value)
    {
        if (element.ValueKind == JsonValueKind.String)
            return TryReadText(element.GetString()!, place, out value);
        if (isNumber && element.ValueKind == JsonValueKind.Number)
            return TryReadText(element.GetRawText(), place, out value);

        place.Refuse(element.ValueKind, allowed);
        value = default;
        return false;
    }

    public override bool TryReadText(string text, Place place, [MaybeNullWhen(false)] out T value)
    {
        if (SecretText.IsSecret(text))
        {
            place.RefuseSecret();
            value = default;
            return false;
        }

        if (read(text, place, out value) is not { } problem)
            return true;

        place.Refuse(mask is null ? text : mask(text), allowed, problem);
        return false;
    }
}
