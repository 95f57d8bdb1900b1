namespace Errand.EndToEnd.Tests.Scripted;

/// <inheritdoc cref="RealClientFactAttribute"/>
internal sealed class RealClientTheoryAttribute : TheoryAttribute
{
    public RealClientTheoryAttribute() => Skip = MissingClient.Reason;
}
