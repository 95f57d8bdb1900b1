using System.Text;
using Errand.Testing;

namespace Errand.Tests.Commands;

/// <summary>What the program says about itself, as docs/cli.md shows it.</summary>
public sealed class HelpTests : IDisposable
{
    private readonly ErrandProgram errand = new();

    public void Dispose() => errand.Dispose();

    [Fact]
    public async Task The_page_shows_the_help_of_every_command()
    {
        string overview = (await errand.RunAsync("--help")).Output;
        var page = new StringBuilder($"## errand\n\n{Block(overview)}");
        foreach (string verb in Verbs(overview))
        {
            ProgramRun help = await errand.RunAsync(verb, "--help");
            Assert.Equal((ExitCode.Done, ""), (help.ExitCode, help.Error));
            Assert.Contains("Examples:\n  errand", help.Output.Replace("  claude mcp add errand", "  errand", StringComparison.Ordinal), StringComparison.Ordinal);
            page.Append($"\n## errand {verb}\n\n{Block(help.Output)}");
        }

        Approved.Section("docs/cli.md", "help", page.ToString());
    }

    [Fact]
    public async Task Help_can_be_asked_in_three_ways()
    {
        string[] answers = [(await errand.RunAsync("wait", "--help")).Output, (await errand.RunAsync("wait", "-h")).Output, (await errand.RunAsync("help", "wait")).Output];

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task No_words_at_all_show_the_overview()
    {
        ProgramRun run = await errand.RunAsync();

        Assert.Equal((ExitCode.Done, (await errand.RunAsync("--help")).Output), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task The_version_is_told_and_nothing_is_made()
    {
        ProgramRun run = await errand.RunAsync("--version");

        Assert.Equal(new ProgramRun(ExitCode.Done, ProductVersion.Text + "\n", ""), run);
        Assert.False(Directory.Exists(errand.StateDirectory));
    }

    [Fact]
    public void The_page_lists_every_exit_code()
    {
        var table = new Table("Code", "Meaning");
        foreach ((ExitCode code, string meaning) in ExitCodes.All)
            table.Row(((int)code).ToString(System.Globalization.CultureInfo.InvariantCulture), meaning);

        Approved.Section("docs/exit-codes.md", "codes", table.ToString());
        Assert.Equal(Enum.GetValues<ExitCode>(), ExitCodes.All.Select(row => row.Code));
    }

    private static IEnumerable<string> Verbs(string overview) =>
        overview[overview.IndexOf("Commands:", StringComparison.Ordinal)..].Split('\n')
            .Where(line => line is [' ', ' ', not ' ', ..])
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]);

    private static string Block(string help) =>
        $"```\n{string.Join('\n', help.TrimEnd().Split('\n').Select(line => line.TrimEnd()))}\n```\n";
}
