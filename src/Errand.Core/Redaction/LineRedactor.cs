namespace Errand.Core.Redaction;

/// <summary>Takes secrets out of a text that comes line by line, those too that go over several lines. Not for several threads.</summary>
/// <param name="redactor">Says what secrets are.</param>
public sealed class LineRedactor(Redactor redactor)
{
    private PrivateKeyState state;

    /// <summary>The next line without secrets; the same object when there are none.</summary>
    /// <param name="line">The line without its end.</param>
    public string Redact(string line) => redactor.Redact(line, ref state);
}
