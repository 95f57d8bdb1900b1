namespace Errand.Core;

public static partial class ErrorCatalog
{
    public static ErrorDefinition ScratchDirectoryUnusable { get; } =
        new(3011, "No directory for something temporary can be made.", "Make the temp directory writable for you, or set TMPDIR to another directory.");
}
