using System.Text.Json;

namespace Errand.Core.Forms;

/// <summary>The syntax of configuration files: JSON with comments and trailing commas; and the one error that tells all that is wrong with one.</summary>
public static class ConfigurationText
{
    private static readonly JsonDocumentOptions Syntax = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 32 };

    /// <summary>Reads the text of a file; null = there is nothing in it.</summary>
    /// <param name="path">The file, for the error.</param>
    /// <param name="content">UTF-8, with or without a byte order mark.</param>
    /// <exception cref="ErrandException">ERR2002: it is not JSON.</exception>
    public static JsonDocument? Parse(string path, ReadOnlyMemory<byte> content)
    {
        ReadOnlyMemory<byte> json = content.Span.StartsWith("\uFEFF"u8) ? content[3..] : content;
        if (json.Span.Trim(" \t\r\n"u8).IsEmpty)
            return null;

        try
        {
            return JsonDocument.Parse(json, Syntax);
        }
        catch (JsonException cause)
        {
            string reason = cause.Message.Split(" LineNumber:", 2)[0].TrimEnd('.');
            throw Unreadable(path, $"line {cause.LineNumber + 1}, byte {cause.BytePositionInLine + 1}: {reason}", cause);
        }
    }

    /// <summary>The file cannot be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reason">Why, without a full stop.</param>
    /// <param name="cause">The cause, when there is one.</param>
    public static ErrandException Unreadable(string path, string reason, Exception? cause) => new(
        ErrorCatalog.ConfigurationUnreadable,
        $"{path} cannot be read: {reason}. It must hold one JSON object; comments and trailing commas are allowed.",
        cause);

    /// <summary>The configuration is refused because of all these problems.</summary>
    public static ErrandException Refused(IReadOnlyList<string> problems) => new(
        ErrorCatalog.ConfigurationInvalid,
        problems.Count == 1 ? problems[0] : $"The configuration has {problems.Count} problems:\n  {string.Join("\n  ", problems)}");
}
