using System.Text.Json;

namespace Errand.EndToEnd.Tests.Workers;

/// <summary>The texts that a request to a model says in the user's name.</summary>
internal static class PromptTexts
{
    /// <param name="body">A request of the Messages or of the Responses protocol.</param>
    public static IReadOnlyList<string> Of(string body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement messages = document.RootElement.TryGetProperty("messages", out JsonElement anthropic) ? anthropic : document.RootElement.GetProperty("input");
        return
        [
            .. messages.EnumerateArray()
                .Where(message => message.TryGetProperty("role", out JsonElement role) && role.GetString() == "user" && message.GetProperty("content").ValueKind == JsonValueKind.Array)
                .SelectMany(message => message.GetProperty("content").EnumerateArray())
                .Where(part => part.TryGetProperty("text", out _))
                .Select(part => part.GetProperty("text").GetString()!),
        ];
    }
}
