namespace Errand.Gateway.Translation.Answers;

/// <summary>What one answer has to know of its request.</summary>
/// <param name="Model">The name that the answer carries.</param>
/// <param name="Tools">The tools that the client offered.</param>
/// <param name="Ids">For what the upstream gives no id.</param>
/// <param name="RequestTokens">Tokens of the upstream's request as they are estimated, for when the upstream counts none.</param>
internal sealed record AnswerContext(string Model, ToolNameMap Tools, AnswerIds Ids, long RequestTokens);
