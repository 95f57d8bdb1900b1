using Errand.Gateway.Scripted;

namespace Errand.EndToEnd.Tests.Gateway;

/// <summary>What a scripted endpoint says to a real worker.</summary>
internal static class WorkScript
{
    /// <summary>What all turns do in one, several files, parallel calls, reasoning, and an agent of the worker's own.</summary>
    private const string Text = """
        {
          "usage": { "input": 1000, "cached": 600, "output": 100, "reasoning": 40 },
          "scripts": [
            {
              "name": "agent",
              "match": "^Be the agent",
              "turns": [
                { "think": "What an agent thinks.", "call": { "tool": "shell", "command": "echo agent-$((40+3))" } },
                { "expect": { "result": "agent-43" }, "say": "The agent is done." }
              ]
            }
          ],
          "turns": [
            { "think": "First I look.", "say": "I look.", "call": [ { "tool": "shell", "command": "echo ran-$((40+2))" }, { "tool": "read", "path": "src/a.txt" } ] },
            { "expect": { "result": "ran-42" }, "think": "Now \"the\" edit: 12345678901234567890.", "call": { "tool": "edit", "path": "src/a.txt", "old": "two", "new": "2 – zwei" } },
            { "call": [ { "tool": "write", "path": "notes/one.txt", "text": "1\n" }, { "tool": "write", "path": "notes/two.txt", "text": "2\n" } ] },
            AGENT
            { "say": "All done." END }
          ]
        }
        """;

    private const string ClaudeAgent = """
        { "think": "An agent shall help.", "call": { "name": "Agent", "input": { "description": "help", "prompt": "Be the agent of {model}.", "subagent_type": "general-purpose" } } },
        """;

    // It gets a number and goes on; waiting for it is a call of its own.
    private const string CodexAgent = """
        { "think": "An agent shall help.", "call": { "name": "spawn_agent", "input": { "message": "Be the agent of {model}." } } },
        { "capture": { "agent": "\"agent_id\":\"([^\"]+)\"" }, "call": { "name": "wait_agent", "input": { "targets": [ "{agent}" ] } } },
        """;

    /// <summary>A turn in place of the agent's: what a model does that was not shown all tools.</summary>
    public const string Search = """
        { "call": { "name": "tool_search", "input": { "query": "calendar", "limit": 2 } } },
        """;

    /// <summary>The script for one kind of worker.</summary>
    /// <param name="worker"><c>claude</c> or <c>codex</c>.</param>
    /// <param name="stallsAtEnd">Whether the last answer waits until it is released.</param>
    /// <param name="beforeEnd">Turns before the last one; null = the worker starts an agent of its own.</param>
    public static ModelScript For(string worker, bool stallsAtEnd = false, string? beforeEnd = null) => ModelScript.Parse(Text
        .Replace("AGENT", beforeEnd ?? (worker == "claude" ? ClaudeAgent : CodexAgent), StringComparison.Ordinal)
        .Replace("END", stallsAtEnd ? """, "fault": { "stall": "released" } """ : "", StringComparison.Ordinal));
}
