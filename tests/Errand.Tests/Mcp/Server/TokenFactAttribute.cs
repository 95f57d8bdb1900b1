using Errand.Testing;

namespace Errand.Tests.Mcp.Server;

/// <summary>A test that counts tokens; skipped, saying so, where the ranks are not installed.</summary>
internal sealed class TokenFactAttribute : FactAttribute
{
    public TokenFactAttribute() => Skip = TokenCounter.IsInstalled ? null : "js-tiktoken is not installed; run `npm ci --prefix .tools` with the files of eng/tools.";
}
