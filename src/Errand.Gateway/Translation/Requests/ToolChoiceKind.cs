namespace Errand.Gateway.Translation.Requests;

public enum ToolChoiceKind
{
    Auto,
    Required,
    None,
    Named,
}
