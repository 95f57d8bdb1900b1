namespace Errand.Core;

public static partial class ErrorCatalog
{
    public static ErrorDefinition GitMissing { get; } =
        new(4001, "Git cannot be found.", "Install git 2.32 or newer and make sure that PATH names its directory.");

    public static ErrorDefinition GitTooOld { get; } =
        new(4002, "The installed git is too old.", "Install git 2.32 or newer.");

    public static ErrorDefinition GitFailed { get; } =
        new(4003, "A git command failed.", "Read git's own words in the message; they name the cause.");

    public static ErrorDefinition NotARepository { get; } =
        new(4004, "The directory is in no git repository.", "Give a directory inside a repository, or run `git init` there first.");

    public static ErrorDefinition RepositoryRefused { get; } =
        new(4005, "Errand does not work in a repository of this kind.", "Give the working tree that the message asks for.");

    public static ErrorDefinition RepositoryOfAnother { get; } =
        new(4006, "The repository belongs to another user, so git refuses to work in it.", "If you trust it, run the `git config` command that the message shows.");

    public static ErrorDefinition UnknownRevision { get; } =
        new(4007, "The base names no commit of the repository.", "Give a branch, a tag or a commit that `git rev-parse` knows, or leave it out for HEAD.");

    public static ErrorDefinition RevisionRefused { get; } =
        new(4008, "The base is not written as a revision.", "Give a branch, a tag or a commit, such as main, v1.2 or 1a2b3c4, or `dirty`.");

    public static ErrorDefinition MissingObjects { get; } =
        new(4009, "The repository does not hold all objects of the base.", "Fetch them, for example with `git fetch --refetch`, and start the job again.");

    public static ErrorDefinition RepositoryBusy { get; } =
        new(4010, "Another in-place job is at work in the repository.", "Wait for it or cancel it, or use the isolation `checkout`.");

    public static ErrorDefinition WorkspaceFailed { get; } =
        new(4011, "A workspace could not be made, read or removed.", "Look at the path and the cause in the message.");

    public static ErrorDefinition CaptureFailed { get; } =
        new(4012, "The work could not be written to a commit.", "The workspace still holds it; free some space or mend the repository, then retry the job.");

    public static ErrorDefinition DeliveryConflict { get; } =
        new(4013, "Files that the work touches have changed in the checkout.", "Commit, stash or revert the files that the message lists, or accept into a branch.");

    public static ErrorDefinition BranchTaken { get; } =
        new(4014, "A branch of that name exists and holds something else.", "Delete or rename that branch, then accept again.");

    public static ErrorDefinition BranchNameRefused { get; } =
        new(4015, "Git does not allow that branch name.", "Accept into the checkout instead.");

    public static ErrorDefinition PlatformUnsupported { get; } =
        new(4016, "Workspaces work on Linux only.", "Run Errand on Linux, or on Windows inside WSL2.");
}
