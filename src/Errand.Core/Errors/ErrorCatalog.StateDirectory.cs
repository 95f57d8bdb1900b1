namespace Errand.Core;

public static partial class ErrorCatalog
{
    public static ErrorDefinition StateDirectoryUnusable { get; } =
        new(3001, "The state directory cannot be read or written.", "Make it writable for you, or set ERRAND_HOME to another directory.");

    public static ErrorDefinition StateDirectoryFull { get; } =
        new(3002, "The state directory's file system is full.", "Free some space, for example with `errand gc --apply`.");

    public static ErrorDefinition StateDamaged { get; } =
        new(3003, "A file of the state directory does not hold what Errand wrote.", "Move the named job directory away; the others are not affected.");

    public static ErrorDefinition StateBusy { get; } =
        new(3004, "Another Errand process holds a lock for too long.", "Try again; if it lasts, end the process that the message names.");
}
