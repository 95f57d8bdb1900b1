namespace Errand.Core;

/// <summary>One kind of expected error. Numbers never move and are never reused.</summary>
/// <param name="Number">1000s input, 2000s configuration, 3000s state directory, 4000s repository and workspace, 5000s workers, 6000s decisions, 7000s gateway.</param>
/// <param name="Summary">What went wrong, in general.</param>
/// <param name="Remedy">What to do about it, in general.</param>
public sealed record ErrorDefinition(int Number, string Summary, string Remedy)
{
    public string Id => $"ERR{Number}";
}
