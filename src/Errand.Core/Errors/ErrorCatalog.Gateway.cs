namespace Errand.Core;

public static partial class ErrorCatalog
{
    public static ErrorDefinition ScriptInvalid { get; } =
        new(7001, "A model script is not valid.", "Correct the value that the message names; docs/scripted-model.md describes every member.");

    public static ErrorDefinition ScriptUnreadable { get; } =
        new(7002, "A model script cannot be read.", "Give the path of a readable JSON file.");

    public static ErrorDefinition ScriptedModelPort { get; } =
        new(7003, "The scripted model cannot listen on its port.", "Give another port, or 0 for any free one.");
}
