using Errand.Gateway.Translation;
using FsCheck;
using FsCheck.Fluent;

namespace Errand.Gateway.Tests.Translation;

/// <summary>Events of a protocol, right and wrong ones, in any order.</summary>
internal static class UpstreamEvents
{
    private static readonly string[] Anthropic =
    [
        """{"type":"message_start","message":{"model":"u","id":"m","usage":{"input_tokens":3,"output_tokens":1}}}""",
        """{"type":"ping"}""",
        """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
        """{"type":"content_block_start","index":1,"content_block":{"type":"thinking","thinking":"a"}}""",
        """{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t","name":"Bash","input":{}}}""",
        """{"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"t","name":"Read","input":{"x":1}}}""",
        """{"type":"content_block_start","index":0,"content_block":{"type":"redacted_thinking","data":"R"}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"é€ \"\\ "}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"thinking_delta","thinking":"hm"}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"signature_delta","signature":"S"}}""",
        """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"a\":"}}""",
        """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"1}"}}""",
        """{"type":"content_block_stop","index":0}""",
        """{"type":"content_block_stop","index":2}""",
        """{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":5}}""",
        """{"type":"message_stop"}""",
        """{"type":"error","error":{"type":"overloaded_error","message":"x"}}""",
    ];

    private static readonly string[] Responses =
    [
        """{"type":"response.created","sequence_number":0,"response":{"id":"r","model":"u"}}""",
        """{"type":"response.output_item.added","output_index":0,"item":{"type":"message","content":[]}}""",
        """{"type":"response.output_item.added","output_index":1,"item":{"type":"function_call","call_id":"a","name":"Bash"}}""",
        """{"type":"response.output_text.delta","output_index":0,"delta":"é€ \"\\ "}""",
        """{"type":"response.reasoning_summary_text.delta","output_index":2,"delta":"hm"}""",
        """{"type":"response.reasoning_text.delta","output_index":2,"delta":"hm"}""",
        """{"type":"response.function_call_arguments.delta","output_index":1,"delta":"{\"a\":"}""",
        """{"type":"response.function_call_arguments.delta","output_index":1,"delta":"1}"}""",
        """{"type":"response.function_call_arguments.done","output_index":1,"arguments":"{\"a\":1}"}""",
        """{"type":"response.output_item.done","output_index":1,"item":{"type":"function_call","call_id":"a","name":"Bash","arguments":"{\"a\":1}"}}""",
        """{"type":"response.output_item.done","output_index":2,"item":{"type":"reasoning","summary":[{"text":"s"}],"encrypted_content":"E"}}""",
        """{"type":"response.output_item.done","output_index":3,"item":{"type":"custom_tool_call","call_id":"b","name":"Read","input":"x\n"}}""",
        """{"type":"response.completed","response":{"id":"r","model":"u","status":"completed","output":[],"usage":{"input_tokens":5,"output_tokens":2}}}""",
        """{"type":"response.failed","response":{"id":"r","status":"failed","error":{"code":"server_error","message":"x"}}}""",
        """{"type":"error","code":"rate_limit_exceeded","message":"x"}""",
    ];

    private static readonly string[] Chat =
    [
        """{"choices":[{"index":0,"delta":{"content":"é€ \"\\ "}}]}""",
        """{"choices":[{"index":0,"delta":{"reasoning_content":"hm"}}]}""",
        """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"Bash","arguments":"{\"a\":"}}]}}]}""",
        """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}}]}""",
        """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"b","function":{"name":"Read","arguments":"plain { text"}}]}}]}""",
        """{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""",
        """{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2}}""",
        """{"error":{"message":"x"}}""",
    ];

    public static Gen<string> Any(UpstreamProtocol protocol) =>
        from json in Gen.Frequency((20, Gen.Elements(Of(protocol))), (1, AnyJson.Value))
        from form in Gen.Elements("data: {0}\n\n", "data:{0}\r\n\r\n", ": ping\n\ndata: {0}\n\n", "event: x\ndata: {0}\n\n")
        select form.Replace("{0}", json, StringComparison.Ordinal);

    private static string[] Of(UpstreamProtocol protocol) => protocol switch
    {
        UpstreamProtocol.Anthropic => Anthropic,
        UpstreamProtocol.Responses => Responses,
        _ => Chat,
    };
}
