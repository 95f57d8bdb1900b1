namespace Errand.Gateway.Translation.Answers;

public enum BlockKind
{
    Reasoning,
    Text,
    ToolCall,
}
