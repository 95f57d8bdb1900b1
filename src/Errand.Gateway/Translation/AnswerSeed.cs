using Errand.Gateway.Translation.Answers;

namespace Errand.Gateway.Translation;

/// <summary>What the answers to a call have in common; each try of the call has an answer of its own.</summary>
/// <param name="Model">The name that the answer carries.</param>
/// <param name="Tools">The tools that the client offered.</param>
/// <param name="NewId">Makes letters and digits that no other answer has.</param>
internal sealed record AnswerSeed(string Model, ToolNameMap Tools, Func<string> NewId)
{
    public AnswerContext Context(long requestTokens) => new(Model, Tools, new AnswerIds(NewId()), requestTokens);
}
