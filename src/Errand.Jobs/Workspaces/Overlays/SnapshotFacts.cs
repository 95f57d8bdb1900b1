using System.Text.Json;
using System.Text.Json.Serialization;
using Errand.Jobs.Git;

namespace Errand.Jobs.Workspaces;

/// <summary>What is known of a snapshot once it is made; kept beside it.</summary>
/// <param name="BootId">During which start of the machine it was made, or last found whole.</param>
/// <param name="Files">How many files and links it has.</param>
/// <param name="Bytes">What they take up.</param>
/// <param name="Directories">Its uppermost directories, as many as are looked into for what builds leave beside their sources.</param>
/// <param name="Warnings">Things that the receipts of its jobs should mention.</param>
internal sealed record SnapshotFacts(string BootId, int Files, long Bytes, IReadOnlyList<string> Directories, IReadOnlyList<string> Warnings)
{
    private const int DeepestDirectory = 3;
    private const int MostDirectories = 200;

    public static SnapshotFacts Of(IReadOnlyList<IndexEntry> entries, string tree, string bootId)
    {
        string[] directories = [.. entries.Select(entry => GitPath.DirectoryOf(entry.Path)).Distinct().Where(path => path.Length > 0 && path.Count(character => character == '/') < DeepestDirectory)];
        return new SnapshotFacts(
            bootId,
            entries.Count,
            entries.Sum(entry => (long)entry.Stamp.Size),
            [.. directories.OrderBy(path => path.Count(character => character == '/')).ThenBy(path => path, StringComparer.Ordinal).Take(MostDirectories)],
            [.. WorkspaceWarnings.Of(entries.Select(entry => (entry.Path, entry.Mode)), tree)]);
    }

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
