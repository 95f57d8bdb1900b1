using Errand.Jobs.Workers;

namespace Errand.Jobs.Tests.Workers;

public sealed class HelpTextTests
{
    [Fact]
    public void Flags_with_a_line_of_their_own_count_and_mentioned_ones_do_not()
    {
        const string Help = """
            Usage: tool [OPTIONS] --not-a-flag

            Options:
              --add-dir <directories...>            Further directories, unlike --mentioned
              --allowedTools, --allowed-tools <tools...>
                  Comma-separated list, see --also-mentioned
              -c, --config <key=value>
                      Override a value, as --equivalent does
              -V, --version
              -p, --print                           Print and exit
                  --plain
            """;

        Assert.Equal(
            ["--add-dir", "--allowed-tools", "--allowedTools", "--config", "--plain", "--print", "--version"],
            HelpText.Flags(Help).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_help_has_no_flags() => Assert.Empty(HelpText.Flags(""));
}
