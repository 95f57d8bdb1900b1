using System.Diagnostics;
using System.Text.Json;
using Errand.Testing;

namespace Errand.EndToEnd.Tests.Tokens;

/// <summary>The counter against the library whose vocabulary it reads, run by node.</summary>
public sealed class TokenCounterTests
{
    private static readonly string[] Texts =
    [
        "",
        "a",
        "Hello, world! I'm, you're, they'LL, it's and we'd've.",
        "j7 review · verified · 84 s · fast claude/deepseek-chat · 41k tokens $0.02\nfiles: src/Orders/Import.cs +12 -2 · tests/ImportTests.cs +9 -0\n",
        "public static int Count(string text) => Ranks.Value.Cut(text).Sum(CountPiece);\n\n\t// 1234567890 /* … */\r\n    return x?.y ?? z;  \n",
        """{"type":"object","properties":{"task":{"type":"string","description":"What to do."}},"required":["task"],"additionalProperties":false}""",
        "日本語のテキストと中文文本，还有한국어 텍스트. 𠮷野家で𠀋を。",
        "Emoji: 😀👩‍👩‍👧‍👦🏳️‍🌈 and flags 🇩🇪🇯🇵, math 𝒜𝓫𝟙𝟚, ₤€£, ½ ² Ⅷ.",
        "עברית العربية हिन्दी ไทย ελληνικά ПРИВЕТ привет Ǆ ǅ ʰ é e\u0301",
        "   leading\n\n\n   and trailing   \t \n ",
        "odd spaces:\u00A0\u2003\u3000\u0085\uFEFF\u200B end\u2028line",
        new string('a', 3000) + new string('=', 500) + new string(' ', 300) + "x",
        "a\ud800b lone surrogate",
        "\0\u0001\u001b[31mred\u001b[0m",
    ];

    [SkippableTokenFact]
    public async Task It_counts_as_the_library_does()
    {
        var expected = await CountByNodeAsync(Texts);

        Assert.Equal(expected, Texts.Select(TokenCounter.Count));
    }

    [SkippableTokenFact]
    public async Task It_counts_random_texts_as_the_library_does()
    {
        var random = new Random(20_000);
        var alphabet = string.Concat(Texts).EnumerateRunes().Distinct().ToArray();
        var texts = Enumerable.Range(0, 300)
            .Select(_ => string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => alphabet[random.Next(alphabet.Length)])))
            .ToArray();

        var expected = await CountByNodeAsync(texts);

        foreach (var (text, count) in texts.Zip(expected))
            Assert.True(count == TokenCounter.Count(text), $"{JsonSerializer.Serialize(text)}: {count} by the library, {TokenCounter.Count(text)} here.");
    }

    private static async Task<int[]> CountByNodeAsync(string[] texts)
    {
        using var directory = new TempDirectory();
        var input = directory.Write("texts.json", JsonSerializer.Serialize(texts));
        var script = directory.Write("count.mjs", $$"""
            import { readFileSync } from "node:fs";
            import { Tiktoken } from "{{ToolPaths.NodeModules}}/js-tiktoken/dist/lite.js";
            import ranks from "{{ToolPaths.NodeModules}}/js-tiktoken/dist/ranks/o200k_base.js";
            const encoding = new Tiktoken(ranks);
            const texts = JSON.parse(readFileSync("{{input}}", "utf8"));
            console.log(JSON.stringify(texts.map((text) => encoding.encode(text).length)));
            """);
        using var node = Process.Start(new ProcessStartInfo("node", [script]) { RedirectStandardOutput = true })!;
        using var timeout = new CancellationTokenSource(TestTimeouts.Default);
        var output = await node.StandardOutput.ReadToEndAsync(timeout.Token);
        await node.WaitForExitAsync(timeout.Token);
        return JsonSerializer.Deserialize<int[]>(output)!;
    }
}
