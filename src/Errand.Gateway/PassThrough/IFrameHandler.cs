namespace Errand.Gateway.PassThrough;

/// <summary>Takes the frames that a <see cref="FrameSplitter"/> cut out.</summary>
internal interface IFrameHandler
{
    /// <param name="frame">All lines of one event, with the blank one; valid during the call.</param>
    void Frame(ReadOnlySpan<byte> frame);
}
