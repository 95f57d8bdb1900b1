namespace Errand.Core;

public static partial class ErrorCatalog
{
    public static ErrorDefinition InvalidArgument { get; } =
        new(1001, "A value given to a command or tool is not allowed.", "Give a value of the form that the message shows.");

    public static ErrorDefinition UnknownJob { get; } =
        new(1002, "No job has that id.", "List the jobs with `errand list`.");

    public static ErrorDefinition UnknownPart { get; } =
        new(1003, "A job has no such part.", "Ask for one of the parts that the message lists.");
}
