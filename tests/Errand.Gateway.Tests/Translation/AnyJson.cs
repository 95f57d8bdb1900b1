using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Errand.Gateway.Tests.Translation;

/// <summary>JSON that resembles the protocols' enough to get deep into a translator: their member names, in places and with values that they never have.</summary>
internal static class AnyJson
{
    private static readonly string[] Names =
    [
        "model", "messages", "role", "content", "type", "text", "system", "tools", "name", "input_schema", "input", "id", "tool_use_id", "is_error",
        "thinking", "signature", "source", "data", "url", "media_type", "tool_choice", "stream", "max_tokens", "temperature", "stop_sequences", "output_config",
        "effort", "format", "schema", "choices", "delta", "message", "index", "finish_reason", "tool_calls", "function", "arguments", "reasoning_content",
        "reasoning", "usage", "prompt_tokens", "completion_tokens", "prompt_tokens_details", "cached_tokens", "error", "code", "object", "function_call",
        "properties", "patternProperties", "items", "pattern", "$schema", "stream_options", "include_usage", "mod\\u0065l", "x",
    ];

    private static readonly string[] Words =
    [
        "user", "assistant", "system", "text", "image", "tool_use", "tool_result", "thinking", "document", "base64", "auto", "any", "tool", "enabled",
        "disabled", "adaptive", "high", "stop", "length", "tool_calls", "error", "Bash", "c1", "{}", "{\\\"a\\\":1}", "{\\\"a", "}", "", "\\ud800", "\\u0000",
        "é€𝄞", "\\\\p{L}", "x-anthropic-billing-header: 1", "\\\"", "\\\\",
    ];

    private static readonly string[] Numbers = ["0", "1", "-1", "12345678901234567890", "1e400", "-0.0", "1.50", "2147483648", "9223372036854775808"];

    public static Gen<string> Value { get; } = Gen.Sized(size => OfDepth(Math.Min(size / 4, 6)));

    /// <summary>A value that is an object with these members first, the rest at random.</summary>
    public static Gen<string> ObjectWith(string members) =>
        from rest in Gen.Sized(size => Members(Math.Min(size / 4, 6)))
        select $"{{{members}{(rest.Length > 0 && members.Length > 0 ? "," : "")}{rest}}}";

    public static byte[] Utf8(string json) => Encoding.UTF8.GetBytes(json);

    private static Gen<string> OfDepth(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Elements(Words).Select(word => $"\"{word}\""),
            Gen.Elements(Numbers),
            Gen.Elements("true", "false", "null"));
        if (depth == 0)
            return leaf;

        var list = Gen.Choose(0, 4).SelectMany(count => Gen.ListOf(OfDepth(depth - 1), count)).Select(values => $"[{string.Join(",", values)}]");
        return Gen.Frequency((2, leaf), (3, Members(depth).Select(members => $"{{{members}}}")), (2, list));
    }

    private static Gen<string> Members(int depth)
    {
        var member =
            from name in Gen.Elements(Names)
            from value in OfDepth(Math.Max(0, depth - 1))
            select $"\"{name}\":{value}";
        return Gen.Choose(0, 6).SelectMany(count => Gen.ListOf(member, count)).Select(members => string.Join(",", members));
    }
}
