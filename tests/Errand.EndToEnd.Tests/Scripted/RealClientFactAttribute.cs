namespace Errand.EndToEnd.Tests.Scripted;

/// <summary>A test that runs a real worker program; skipped, saying so, where it is not installed.</summary>
internal sealed class RealClientFactAttribute : FactAttribute
{
    public RealClientFactAttribute() => Skip = MissingClient.Reason;
}
