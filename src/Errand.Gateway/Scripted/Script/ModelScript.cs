using System.Text;
using Errand.Core;

namespace Errand.Gateway.Scripted;

/// <summary>What a scripted model will say: one default scenario and any number that are chosen by the task's text. docs/scripted-model.md has the format.</summary>
/// <param name="Source">The file's name, or another word for where the script came from; used in error messages.</param>
/// <param name="Scenarios">Those with a <see cref="ScriptScenario.Match"/> are tried in order; the one without, if any, is last and takes the rest.</param>
public sealed record ModelScript(string Source, IReadOnlyList<ScriptScenario> Scenarios)
{
    /// <summary>Longest script, in bytes.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <exception cref="ErrandException">ERR7001: the text is not a valid script.</exception>
    public static ModelScript Parse(string json, string source = "script") => ScriptReader.Read(Encoding.UTF8.GetBytes(json), source);

    /// <exception cref="ErrandException">ERR7002: the file cannot be read. ERR7001: it is not a valid script.</exception>
    public static ModelScript Load(string path)
    {
        byte[] bytes;
        try
        {
            var length = new FileInfo(path).Length;
            if (length > MaxBytes)
                throw new ErrandException(ErrorCatalog.ScriptUnreadable, $"Script '{path}' has {length} bytes; at most {MaxBytes} are allowed.");

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ErrandException(ErrorCatalog.ScriptUnreadable, $"Script '{path}' cannot be read: {e.Message}", e);
        }

        return ScriptReader.Read(bytes, path);
    }
}
