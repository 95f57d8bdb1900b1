using System.Text.Json;
using System.Text.Json.Nodes;

namespace Errand.Core.Forms;

/// <summary>A key of an object, whatever its value's type is.</summary>
public interface IMember<TOwner>
{
    string Key { get; }

    /// <summary>Sets the key on the owner, or adds to the problems and gives the owner unchanged.</summary>
    TOwner Read(TOwner owner, JsonElement element, Place place);

    /// <summary>Sets the key, and those inside of it, from the environment variables that are there.</summary>
    TOwner ReadVariables(TOwner owner, IReadOnlyDictionary<string, string> variables, Place place);

    JsonObject Schema();

    IEnumerable<SettingRow> Rows(string path, TOwner? defaults);
}
