using Errand.Testing;

namespace Errand.EndToEnd.Tests.Tokens;

/// <summary>Skipped, saying so, where js-tiktoken is not installed.</summary>
internal sealed class SkippableTokenFactAttribute : FactAttribute
{
    public SkippableTokenFactAttribute() => Skip = TokenCounter.IsInstalled ? null : "js-tiktoken is not installed into .tools.";
}
