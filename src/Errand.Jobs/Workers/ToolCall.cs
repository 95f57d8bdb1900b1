using Errand.Core;

namespace Errand.Jobs.Workers;

/// <summary>Names a worker's use of a tool in one line.</summary>
internal static class ToolCall
{
    private const int LongestArgument = 200;

    // What identifies a call best, in this order.
    private static readonly string[] TellingArguments = ["command", "cmd", "file_path", "notebook_path", "path", "pattern", "query", "url", "description"];

    /// <summary>Such as <c>Bash: dotnet test</c> or <c>Edit: /work/a.cs</c>.</summary>
    public static string Describe(string? tool, JsonFields input)
    {
        string name = tool ?? "tool";
        string? argument = TellingArguments.Select(input.Text).FirstOrDefault(text => text is not null);
        return argument is null ? name : $"{name}: {Escaping.Cut(argument, LongestArgument)}";
    }
}
