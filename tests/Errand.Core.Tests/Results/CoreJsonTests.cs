using System.Text.Json;
using System.Text.Json.Nodes;

namespace Errand.Core.Tests.Results;

public sealed class CoreJsonTests
{
    [Fact]
    public void A_full_receipt_comes_back_as_it_was()
    {
        JobReceipt receipt = Samples.FullReceipt();

        string json = JsonSerializer.Serialize(receipt, CoreJson.Default.JobReceipt);
        JobReceipt back = JsonSerializer.Deserialize(json, CoreJson.Default.JobReceipt)!;

        Assert.Equivalent(receipt, back, strict: true);
        Assert.Equal(json, JsonSerializer.Serialize(back, CoreJson.Default.JobReceipt));
    }

    [Fact]
    public void A_full_spec_comes_back_as_it_was()
    {
        JobSpec spec = Samples.FullSpec();

        string json = JsonSerializer.Serialize(spec, CoreJson.Default.JobSpec);
        JobSpec back = JsonSerializer.Deserialize(json, CoreJson.Default.JobSpec)!;

        Assert.Equivalent(spec, back, strict: true);
        Assert.Equal(json, JsonSerializer.Serialize(back, CoreJson.Default.JobSpec));
    }

    [Fact]
    public void A_full_sample_leaves_no_field_at_its_default()
    {
        JsonObject receipt = JsonSerializer.SerializeToNode(Samples.FullReceipt(), CoreJson.Default.JobReceipt)!.AsObject();
        JsonObject spec = JsonSerializer.SerializeToNode(Samples.FullSpec(), CoreJson.Default.JobSpec)!.AsObject();

        Assert.Equal(typeof(JobReceipt).GetProperties().Length, receipt.Count);
        Assert.Equal(typeof(JobSpec).GetProperties().Length, spec.Count);
    }

    [Fact]
    public void What_is_not_known_is_null_where_programs_ask_first_and_left_out_elsewhere()
    {
        string json = JsonSerializer.Serialize(Samples.FullReceipt() with { Label = null, Verdict = null, CostUsd = null, Metering = null }, CoreJson.Default.JobReceipt);

        Assert.Contains("\"label\":null", json, StringComparison.Ordinal);
        Assert.Contains("\"verdict\":null", json, StringComparison.Ordinal);
        Assert.Contains("\"costUsd\":null", json, StringComparison.Ordinal);
        Assert.DoesNotContain("metering", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"surprise\":1,", "surprise")]
    [InlineData("{\"state\":\"Review\",\"x\":", "queued, preparing")]
    [InlineData("{\"state\":5,\"x\":", "queued, preparing")]
    [InlineData("{\"id\":\"../j7\",\"x\":", "no job id")]
    public void What_Errand_did_not_write_is_refused(string beginning, string expected)
    {
        string json = JsonSerializer.Serialize(Samples.FullReceipt(), CoreJson.Default.JobReceipt);

        var refusal = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(beginning + (beginning.EndsWith(':') ? json + "}" : json[1..]), CoreJson.Default.JobReceipt));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_no_UTF8_keeps_its_bytes()
    {
        string[] names = ["a\uDC80b", "a\uDCFFb", "\uDC80\"\\\n\t/\u00e4\U0001F600", "\uD83D\uDC80", "plain", "new\nline", "\\u0041"];
        JobReceipt receipt = Samples.FullReceipt() with
        {
            Files = [.. names.Select(name => new FileChange(name, ChangeKind.Renamed, 1, 0, name + "!"))],
            Violations = [.. names.Select(name => new Violation(name, ViolationKind.Name, "."))],
        };

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(receipt, CoreJson.Default.JobReceipt);
        JobReceipt back = JsonSerializer.Deserialize(json, CoreJson.Default.JobReceipt)!;

        Assert.Equal(receipt.Files, back.Files);
        Assert.Equal(receipt.Violations, back.Violations);
        Assert.Contains("\"path\":\"a\\udc80b\"", System.Text.Encoding.UTF8.GetString(json), StringComparison.Ordinal);
    }
}
