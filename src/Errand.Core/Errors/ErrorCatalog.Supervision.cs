namespace Errand.Core;

public static partial class ErrorCatalog
{
    public static ErrorDefinition SupervisorNotStarted { get; } =
        new(3005, "A job's supervisor could not be started.", "Check that the errand program can be run, then retry the job.");
}
