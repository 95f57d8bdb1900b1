using System.Text.Json;
using System.Text.Json.Serialization;

namespace Errand.Jobs.Workspaces;

/// <summary>What is known of a snapshot once it is made; kept beside it.</summary>
/// <param name="BootId">During which start of the machine it was made, or last found whole.</param>
/// <param name="Files">How many files and links it has.</param>
/// <param name="Bytes">What they take up.</param>
/// <param name="Warnings">Things that the receipts of its jobs should mention.</param>
internal sealed record SnapshotFacts(string BootId, int Files, long Bytes, IReadOnlyList<string> Warnings)
{
    public void Write(string path)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(this, SnapshotJson.Default.SnapshotFacts));
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Null = the file holds something else, such as nothing after the machine lost its power.</summary>
    public static SnapshotFacts? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), SnapshotJson.Default.SnapshotFacts);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SnapshotFacts))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
