namespace Errand.Gateway.Probing;

/// <summary>What a probe of an upstream asks, in this order.</summary>
public enum ProbeStep
{
    /// <summary>Whether somebody answers.</summary>
    Reach,

    /// <summary>Whether the key is taken.</summary>
    Key,

    /// <summary>Whether the model is there.</summary>
    Model,

    /// <summary>Whether the model calls a tool that it is told to call.</summary>
    Tools,

    /// <summary>Whether the tool's result is taken, without the model's reasoning before it.</summary>
    Result,
}
