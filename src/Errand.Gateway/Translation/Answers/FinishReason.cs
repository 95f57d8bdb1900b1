namespace Errand.Gateway.Translation.Answers;

public enum FinishReason
{
    Stop,
    Length,
    ToolCalls,
    StopSequence,
    ContentFilter,
}
