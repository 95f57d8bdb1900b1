namespace Errand.Gateway.Scripted;

/// <summary>A tool that a request offers to the model.</summary>
/// <param name="Namespace">The group it is in, on the Responses wire; null for none.</param>
/// <param name="Name">Its name inside the group.</param>
/// <param name="Kind"><c>function</c>, <c>custom</c>, or the kind of a tool that has no name, such as <c>web_search</c>.</param>
public sealed record OfferedTool(string? Namespace, string Name, string Kind)
{
    public override string ToString() => Namespace is null ? Name : $"{Namespace}/{Name}";
}
