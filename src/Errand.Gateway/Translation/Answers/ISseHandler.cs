namespace Errand.Gateway.Translation.Answers;

/// <summary>Takes the events that an <see cref="SseReader"/> cut out.</summary>
internal interface ISseHandler
{
    /// <param name="name">Empty if the event has no name.</param>
    /// <param name="data">The event's data; valid during the call.</param>
    void Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data);
}
