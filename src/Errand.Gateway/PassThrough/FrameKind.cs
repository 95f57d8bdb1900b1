namespace Errand.Gateway.PassThrough;

/// <summary>What a frame means to the way of an answer.</summary>
internal enum FrameKind
{
    /// <summary>Says that an answer begins, or nothing: as long as only such frames came, the call can still fail with a status.</summary>
    Opening,

    Content,

    /// <summary>The protocol's proper end.</summary>
    Ending,

    Error,
}
