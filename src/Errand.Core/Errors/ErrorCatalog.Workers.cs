namespace Errand.Core;

public static partial class ErrorCatalog
{
    public static ErrorDefinition UnknownDriver { get; } =
        new(5001, "A worker names a driver that does not exist.", "Use one of the drivers that the message lists.");

    public static ErrorDefinition WorkerProgramMissing { get; } =
        new(5002, "A worker's program is not installed, or may not be run.", "Install it as the message says, or give its path as the worker's `command`.");

    public static ErrorDefinition WorkerProgramUnsuitable { get; } =
        new(5003, "A worker's program is too old, or is another program.", "Update it as the message says, or give the right program as the worker's `command`.");

    public static ErrorDefinition WorkerKeyUnavailable { get; } =
        new(5004, "A worker's key or login cannot be had.", "Set the variable, write the file, or log in with the CLI, as the message says.");

    public static ErrorDefinition WorkerSettings { get; } =
        new(5005, "A worker's settings do not go together, or its driver cannot do what they ask.", "Change the settings that the message names.");

    public static ErrorDefinition WorkerSandbox { get; } =
        new(5006, "A worker's own sandbox does not work on this machine.", "Allow what the message names, or choose another worker.");

    public static ErrorDefinition SandboxMissing { get; } =
        new(5007, "What `isolation.minimum` demands - a sandbox, or an overlay workspace in one - does not work on this machine.", "Install or allow what the message names, or lower `isolation.minimum`.");

    public static ErrorDefinition SandboxFailed { get; } =
        new(5008, "A worker's sandbox could not be built.", "Look at what the message quotes; `errand doctor` tries the sandbox by itself.");

    public static ErrorDefinition SetupFailed { get; } =
        new(5010, "A job's setup or probe failed on the base, so that no worker was started.", "Look at what the message quotes and mend the command or the base; a setup that downloads needs `sandbox.setupNetwork`.");
}
