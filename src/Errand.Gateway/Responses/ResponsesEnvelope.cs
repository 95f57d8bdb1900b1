using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Responses;

/// <summary>The <c>response</c> object that each stream begins and ends with, and that is the whole of an answer in one body.</summary>
/// <param name="Id">Without its prefix.</param>
/// <param name="CreatedAt">When the answer began.</param>
/// <param name="Model">The name that the client asked for.</param>
internal sealed record ResponsesEnvelope(string Id, DateTimeOffset CreatedAt, string Model)
{
    public void WriteStarted(JsonSplice output)
    {
        WriteHead(output, "in_progress"u8);
        output.Raw(",\"error\":null,\"incomplete_details\":null,\"output\":[],\"usage\":null}"u8);
    }

    /// <param name="output">Takes the object.</param>
    /// <param name="reason">Length and content filter make an answer incomplete; anything else is complete.</param>
    /// <param name="items">The output items, with commas between.</param>
    /// <param name="usage">What the call used.</param>
    public void WriteEnded(JsonSplice output, FinishReason reason, ReadOnlySpan<byte> items, in TokenUsage usage)
    {
        WriteHead(output, IsComplete(reason) ? "completed"u8 : "incomplete"u8);
        output.Raw(",\"error\":null,\"incomplete_details\":"u8);
        output.Raw(reason switch
        {
            FinishReason.Length => "{\"reason\":\"max_output_tokens\"}"u8,
            FinishReason.ContentFilter => "{\"reason\":\"content_filter\"}"u8,
            _ => "null"u8,
        });
        WriteOutput(output, items);
        WriteUsage(output, usage);
        output.Raw("}"u8);
    }

    public void WriteFailed(JsonSplice output, string code, string message, ReadOnlySpan<byte> items)
    {
        WriteHead(output, "failed"u8);
        output.Raw(",\"error\":{\"code\":"u8);
        output.Quoted(code);
        output.Raw(",\"message\":"u8);
        output.Quoted(message);
        output.Raw("},\"incomplete_details\":null"u8);
        WriteOutput(output, items);
        output.Raw(",\"usage\":null}"u8);
    }

    public static bool IsComplete(FinishReason reason) => reason is not (FinishReason.Length or FinishReason.ContentFilter);

    private void WriteHead(JsonSplice output, ReadOnlySpan<byte> status)
    {
        output.Raw("{\"id\":\"resp_"u8);
        output.Escaped(Id);
        output.Raw("\",\"object\":\"response\",\"created_at\":"u8);
        output.Number(CreatedAt.ToUnixTimeSeconds());
        output.Raw(",\"status\":\""u8);
        output.Raw(status);
        output.Raw("\",\"model\":"u8);
        output.Quoted(Model);
        // Strict clients refuse a response without these, whatever their value.
        output.Raw(",\"instructions\":null,\"metadata\":{},\"parallel_tool_calls\":true,\"temperature\":null,\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":null"u8);
    }

    private static void WriteOutput(JsonSplice output, ReadOnlySpan<byte> items)
    {
        output.Raw(",\"output\":["u8);
        output.Raw(items);
        output.Raw("]"u8);
    }

    // Responses counts what was cached as input; the ledger counts it apart.
    private static void WriteUsage(JsonSplice output, in TokenUsage usage)
    {
        output.Raw(",\"usage\":{\"input_tokens\":"u8);
        output.Number(usage.Total - usage.Output);
        output.Raw(",\"input_tokens_details\":{\"cached_tokens\":"u8);
        output.Number(usage.CacheRead);
        output.Raw("},\"output_tokens\":"u8);
        output.Number(usage.Output);
        output.Raw(",\"output_tokens_details\":{\"reasoning_tokens\":"u8);
        output.Number(usage.Reasoning);
        output.Raw("},\"total_tokens\":"u8);
        output.Number(usage.Total);
        output.Raw("}"u8);
    }
}
