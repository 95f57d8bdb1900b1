using System.Text.Json;
using Errand.Core;
using Errand.Jobs.Configuration.Forms;
using Errand.Jobs.Configuration.Shape;

namespace Errand.Jobs.Configuration;

/// <summary>Reads the configuration: first the file, then the environment, which wins.</summary>
public static class ConfigurationLoader
{
    /// <summary>The file's name in the state directory.</summary>
    public const string FileName = "config.json";

    private const int LargestFile = 1 << 20;

    private static readonly JsonDocumentOptions Syntax = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 };

    /// <summary>Reads and validates the whole configuration. A file that does not exist is an empty one.</summary>
    /// <exception cref="ErrandException">It cannot be read, or holds values that are not allowed; the message names all of them.</exception>
    public static ErrandConfiguration Load(ErrandEnvironment environment)
    {
        string path = Path.Combine(environment.StateDirectory, FileName);

        // The usual case, which every command and server meets at its start: nothing is configured, and the table of keys need not exist.
        if (!Path.Exists(path) && !environment.Variables.Keys.Any(IsSetting))
            return ErrandConfiguration.Default;

        var file = new Place(path, "", environment.HomeDirectory, []);
        ErrandConfiguration configuration = ErrandConfiguration.Default;
        using JsonDocument? document = Parse(path);
        if (document is not null && ConfigurationShape.Root.TryRead(document.RootElement, file, configuration, out ErrandConfiguration? read))
            configuration = read;
        configuration = ConfigurationShape.Root.ReadVariables(configuration, environment.Variables, file);

        // The rules compare keys with each other; a key that could not be read would only be blamed a second time.
        if (file.Problems.Count == 0)
            ConfigurationRules.Check(configuration, environment.Variables, file);
        if (file.Problems.Count > 0)
            throw new ErrandException(ErrorCatalog.ConfigurationInvalid, Describe(file.Problems));

        return configuration;
    }

    private static bool IsSetting(string variable) => variable.StartsWith("ERRAND_", StringComparison.Ordinal) && variable != "ERRAND_HOME";

    private static JsonDocument? Parse(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (stream.Length > LargestFile)
                throw Unreadable(path, $"it has {stream.Length:N0} bytes and may have {LargestFile:N0}", null);

            byte[] content = new byte[stream.Length];
            stream.ReadExactly(content);
            ReadOnlyMemory<byte> json = content.AsSpan().StartsWith("\uFEFF"u8) ? content.AsMemory(3) : content;
            return json.Span.Trim(" \t\r\n"u8).IsEmpty ? null : JsonDocument.Parse(json, Syntax);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException cause)
        {
            string reason = cause.Message.Split(" LineNumber:", 2)[0].TrimEnd('.');
            throw Unreadable(path, $"line {cause.LineNumber + 1}, byte {cause.BytePositionInLine + 1}: {reason}", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, cause.Message.TrimEnd('.'), cause);
        }
    }

    private static ErrandException Unreadable(string path, string reason, Exception? cause) => new(
        ErrorCatalog.ConfigurationUnreadable,
        $"{path} cannot be read: {reason}. It must hold one JSON object; comments and trailing commas are allowed.",
        cause);

    private static string Describe(List<string> problems) =>
        problems.Count == 1 ? problems[0] : $"The configuration has {problems.Count} problems:\n  {string.Join("\n  ", problems)}";
}
