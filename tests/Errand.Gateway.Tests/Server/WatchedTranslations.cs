using System.Collections.Concurrent;
using Errand.Gateway.Translation;

namespace Errand.Gateway.Tests.Server;

/// <summary>The real translations; knows which of the calls and answers that they made are still held by somebody, such as a task that never ends.</summary>
internal sealed class WatchedTranslations
{
    private readonly TranslationCatalog catalog = new();
    private readonly ConcurrentQueue<WeakReference> made = new();

    /// <summary>How many are alive; the garbage collector decides when one that nobody holds is not any more.</summary>
    public int Alive => made.Count(reference => reference.IsAlive);

    public ITranslation? Find(ClientDialect dialect, UpstreamProtocol protocol) => catalog.Find(dialect, protocol) is { } translation ? new Watched(translation, made) : null;

    public void Forget() => made.Clear();

    private sealed class Watched(ITranslation translation, ConcurrentQueue<WeakReference> made) : ITranslation
    {
        public TranslatedCall Translate(ReadOnlyMemory<byte> body, ModelTarget target)
        {
            TranslatedCall call = translation.Translate(body, target);
            made.Enqueue(new WeakReference(call));
            return new WatchedCall(call, made) { Body = call.Body, IsStream = call.IsStream };
        }
    }

    private sealed class WatchedCall(TranslatedCall call, ConcurrentQueue<WeakReference> made) : TranslatedCall
    {
        public override IAnswerTranslator CreateAnswer(bool isEventStream)
        {
            IAnswerTranslator answer = call.CreateAnswer(isEventStream);
            made.Enqueue(new WeakReference(answer));
            return answer;
        }
    }
}
