using System.Globalization;
using Errand.Core;

namespace Errand.Demo;

/// <summary>Tells what the demo does: headings, the commands that a person would type, and what they print.</summary>
internal sealed class DemoStory(TextWriter writer, TimeProvider clock)
{
    private readonly long startedAt = clock.GetTimestamp();
    private readonly Dictionary<JobId, JobState> shown = [];

    /// <summary>Since the demo began.</summary>
    public string Elapsed => string.Create(CultureInfo.InvariantCulture, $"{clock.GetElapsedTime(startedAt).TotalSeconds:0.0} s");

    public void Line(string text) => writer.WriteLine(text);

    /// <summary>Begins a chapter.</summary>
    public void Heading(string text)
    {
        writer.WriteLine();
        writer.WriteLine(text);
    }

    /// <summary>A command, and what it printed.</summary>
    public void Command(string command, string output)
    {
        Indented($"$ {command}");
        Indented(output);
    }

    /// <summary>Lines of any origin, each of them made harmless.</summary>
    public void Indented(string text)
    {
        foreach (string line in text.TrimEnd('\n').Split('\n'))
            writer.WriteLine($"  {Escaping.Escape(line)}");
    }

    /// <summary>A line for each change of state.</summary>
    public void Progress(IReadOnlyList<JobReceipt> receipts)
    {
        foreach (JobReceipt receipt in receipts)
        {
            if (shown.TryGetValue(receipt.Id, out JobState before) && before == receipt.State)
                continue;

            shown[receipt.Id] = receipt.State;
            writer.WriteLine($"  {Elapsed,7}  {receipt.Id} {receipt.Worker} {SnakeCase.Of(receipt.State)}");
        }
    }
}
