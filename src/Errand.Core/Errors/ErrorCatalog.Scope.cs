namespace Errand.Core;

public static partial class ErrorCatalog
{
    public static ErrorDefinition InvalidGlob { get; } =
        new(1101, "A scope or deny pattern cannot be understood or leaves the repository.", "Write it relative to the repository's root, such as `src/**/*.cs`.");

    public static ErrorDefinition TooManyGlobs { get; } =
        new(1102, "A job has too many scope or deny patterns.", "Name directories instead of files, or join patterns with `{a,b}`.");
}
