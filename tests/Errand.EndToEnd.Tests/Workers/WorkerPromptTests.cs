using System.Text;

namespace Errand.EndToEnd.Tests.Workers;

/// <summary>A prompt reaches the model as it was given, whatever it looks like.</summary>
public sealed class WorkerPromptTests
{
    private static readonly string[] Drivers = ["claude", "codex"];

    private static readonly string[] Prompts =
    [
        "/help", "/clear now", "/no-such-command", "-p --help", "--version", "-", "@old.txt", "! ls", "# remember", "<stdin>", "  a\r\n\tb\u2028 é 😀 \"'<>&\\ \n\n",
    ];

    // 1,048,576 characters of Unicode, in more than two million bytes.
    private static readonly string LongestForCodex = "/" + string.Concat(Enumerable.Repeat("é😀\"\n", 262_143)) + "END";

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string driver in Drivers)
            {
                foreach (string prompt in Prompts)
                    data.Add(driver, prompt);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_prompt_is_taken_literally(string driver, string prompt)
    {
        await using RealWorker worker = await RealWorker.StartAsync(driver, """{ "say": "Heard." }""");

        WorkerAttempt attempt = await worker.RunAsync(prompt);

        Assert.True(attempt.Outcome is { Failure: null, Claim: "Heard." }, attempt.ToString());
        string body = Assert.Single(worker.Model.Requests.Turns).Body;
        Assert.Contains(prompt, PromptTexts.Of(body));
        Assert.DoesNotContain("a\\nb\\nc", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_mebibytes_reach_Claude_whole()
    {
        await using RealWorker worker = await RealWorker.StartAsync("claude", """{ "say": "Heard." }""");
        string prompt = "/" + string.Concat(Enumerable.Repeat("é😀\"\n", 262_000)) + "END";

        WorkerAttempt attempt = await worker.RunAsync(prompt);

        Assert.True(attempt.Outcome is { Failure: null, Claim: "Heard." }, attempt.ToString());
        Assert.Contains(prompt, PromptTexts.Of(Assert.Single(worker.Model.Requests.Turns).Body));
    }

    [Fact]
    public async Task As_much_as_Codex_takes_reaches_it_whole()
    {
        await using RealWorker worker = await RealWorker.StartAsync("codex", """{ "say": "Heard." }""");

        WorkerAttempt attempt = await worker.RunAsync(LongestForCodex);

        Assert.True(attempt.Outcome is { Failure: null, Claim: "Heard." }, attempt.ToString());
        Assert.Contains(LongestForCodex, PromptTexts.Of(Assert.Single(worker.Model.Requests.Turns).Body));
    }

    [Fact]
    public async Task More_than_Codex_takes_is_in_a_file_that_it_can_read()
    {
        string prompt = LongestForCodex + "x";
        await using RealWorker worker = await RealWorker.StartAsync(
            "codex", """{ "expect": "too long for one message", "call": { "tool": "shell", "command": "wc -c < ../prompt.md" } }, { "say": "Read." }""");

        WorkerAttempt attempt = await worker.RunAsync(prompt);

        Assert.True(attempt.Outcome is { Failure: null, Claim: "Read." }, attempt.ToString());
        Assert.Contains($"{Encoding.UTF8.GetByteCount(prompt)}", worker.Model.Requests.ToolResultText(1), StringComparison.Ordinal);
    }
}
