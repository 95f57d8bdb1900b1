using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Translation.Answers;

/// <summary>One protocol's reader, the shaper, and one dialect's writer, as one.</summary>
/// <param name="reader">Tells <paramref name="shaper"/>.</param>
/// <param name="shaper">Calls the writer.</param>
/// <param name="output">What the writer writes to.</param>
internal sealed class AnswerTranslator(IAnswerReader reader, AnswerShaper shaper, JsonSplice output) : ReadingTranslator(reader, output)
{
    public override bool HasEnded => shaper.HasEnded;

    public override GatewayFault? Fault => shaper.Fault;

    public override TokenUsage Usage => shaper.UsageSoFar;

    protected override void Fail(GatewayFault fault) => shaper.Fail(fault);
}
