namespace Errand.Core;

public static partial class ErrorCatalog
{
    public static ErrorDefinition ConfigurationInvalid { get; } =
        new(2001, "The configuration holds values that are not allowed.", "Correct the keys that the message names; docs/configuration.md lists all of them.");

    public static ErrorDefinition ConfigurationUnreadable { get; } =
        new(2002, "The configuration file cannot be read.", "Correct the line that the message names, or make the file readable for you.");

    public static ErrorDefinition UnknownWorker { get; } =
        new(2003, "The configuration has no such worker.", "Name one of the workers that the message lists, or add it under `workers`.");

    public static ErrorDefinition UnknownTier { get; } =
        new(2004, "The configuration has no such tier.", "Name one of the tiers that the message lists, or add it under `tiers`.");

    public static ErrorDefinition TierOfAnotherWorker { get; } =
        new(2005, "The tier belongs to another worker than the one that was asked for.", "Leave out the worker or the tier, or name a tier without a worker.");

    public static ErrorDefinition OutsideRoots { get; } =
        new(2006, "The directory is outside the directories that jobs may work in.", "Give a directory below one of the `roots`, or add it there.");
}
