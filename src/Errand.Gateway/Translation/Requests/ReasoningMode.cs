namespace Errand.Gateway.Translation.Requests;

public enum ReasoningMode
{
    Unsaid,
    Off,
    Adaptive,
    On,
}
