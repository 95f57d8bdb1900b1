using System.Text;
using Errand.Core.Redaction;
using Xunit.Abstractions;

namespace Errand.Core.Tests.Redaction;

public sealed class FalsePositiveTests(ITestOutputHelper output)
{
    private const long Wanted = 10_000_000;
    private const int MostPerMegabyte = 5;

    [Fact]
    public void Real_source_without_secrets_gives_fewer_than_5_findings_per_megabyte()
    {
        long bytes = 0;
        int files = 0;
        var found = new List<string>();
        foreach ((string path, byte[] text) in SourceCorpus.Read(Wanted))
        {
            bytes += text.Length;
            files++;
            foreach (SecretSpan span in SecretScanner.BuiltIn.Find(text))
                found.Add($"{span.Rule}: {Escaping.Escape(Encoding.Latin1.GetString(text[Math.Max(0, span.Start - 40)..span.End]))} in {path}");
        }

        output.WriteLine($"Read {files} files, {bytes:N0} bytes; {found.Count} findings, {found.Count * 1e6 / bytes:0.00} per MB.");
        foreach (string line in found)
            output.WriteLine(line);
        Assert.True(bytes >= Wanted, $"The machine has {bytes:N0} bytes of source where the test looks, of {Wanted:N0} that it wants.");
        Assert.True(found.Count * 1_000_000L < bytes * MostPerMegabyte, $"{found.Count} findings in {bytes:N0} bytes:\n{string.Join('\n', found.Take(60))}");
    }
}
