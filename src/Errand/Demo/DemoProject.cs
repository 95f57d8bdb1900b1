using Errand.Core;

namespace Errand.Demo;

/// <summary>A project with a failing test, the task to mend it, and the model's part in that. A shell is all that it needs.</summary>
internal static class DemoProject
{
    public const string Task = "Make greet.sh greet the world when nobody is named.";
    public const string ChangedFile = "greet.sh";
    public const string TestCommand = "sh test.sh";
    public const string Claim = "Without a name, greet.sh now greets the world. Both tests pass.";

    /// <summary>The line that the work is about, as it must be in the end.</summary>
    public const string MendedLine = "name=${1:-world}";

    private const string BrokenLine = "name=$1";

    public static CheckSpec Check { get; } = new("test", TestCommand);

    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        [ChangedFile] = $"""
            #!/bin/sh
            # Greets whoever is named.
            {BrokenLine}
            echo "Hello, $name!"

            """,
        ["test.sh"] = """
            #!/bin/sh
            # Prints its results in the form of TAP, and fails when one of them is not right.
            number=0 failures=0
            expect() {
                number=$((number + 1))
                if [ "$2" = "$3" ]; then
                    echo "ok $number - $1"
                else
                    echo "not ok $number - $1: '$2' instead of '$3'"
                    failures=1
                fi
            }
            expect 'greets whoever is named' "$(sh greet.sh Ada)" 'Hello, Ada!'
            expect 'greets the world when nobody is named' "$(sh greet.sh)" 'Hello, world!'
            echo "1..$number"
            exit $failures

            """,
        ["README.md"] = "# Greeter\n\nGreets people. `sh test.sh` tests it.\n",
    };

    /// <summary>What the model says. Each step depends on what the worker really saw and did in the one before.</summary>
    public static string Script { get; } = $$"""
        {
          "turns": [
            { "say": "I run the test first.", "call": { "tool": "shell", "command": "{{TestCommand}}" } },
            { "expect": "not ok 2", "call": { "tool": "edit", "path": "{{ChangedFile}}", "old": "{{BrokenLine}}", "new": "{{MendedLine}}" } },
            { "call": { "tool": "shell", "command": "{{TestCommand}}" } },
            { "expect": "(?<!not )ok 2", "say": "{{Claim}}" }
          ]
        }
        """;
}
