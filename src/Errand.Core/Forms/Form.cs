using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Errand.Core.Forms;

/// <summary>One form that a value of the configuration can have: how it is read, what is allowed, and how that is told to editors and people.</summary>
public abstract class Form<T>
{
    /// <summary>What is allowed, in words that follow "must be".</summary>
    public abstract string Allowed { get; }

    /// <summary>The JSON schema of the form.</summary>
    public abstract JsonObject Schema();

    /// <summary>The value as a user would write it, for the documentation of defaults.</summary>
    public abstract string Show(T value);

    /// <summary>Reads a value from the file, or adds to the problems of the place.</summary>
    /// <param name="element">What the file holds.</param>
    /// <param name="place">Where.</param>
    /// <param name="current">The value so far; objects and maps keep what the file does not mention.</param>
    /// <param name="value">The value.</param>
    public abstract bool TryRead(JsonElement element, Place place, T? current, [MaybeNullWhen(false)] out T value);

    /// <summary>Reads a value from an environment variable, or adds to the problems of the place.</summary>
    public abstract bool TryReadText(string text, Place place, [MaybeNullWhen(false)] out T value);

    /// <summary>The rows of the documentation for keys inside of this form.</summary>
    public virtual IEnumerable<SettingRow> Rows(string path, T? defaults) => [];

    /// <summary>Sets the inner keys that environment variables name.</summary>
    public virtual T ReadVariables(T current, IReadOnlyDictionary<string, string> variables, Place place) => current;
}
