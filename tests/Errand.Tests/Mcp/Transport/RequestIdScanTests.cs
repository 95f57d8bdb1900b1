using System.Text;
using Errand.Mcp.Transport;
using ModelContextProtocol.Protocol;

namespace Errand.Tests.Mcp.Transport;

public sealed class RequestIdScanTests
{
    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"x","params":{"task":"cut off he""", 7L)]
    [InlineData("""{"jsonrpc":"2.0","id":"a\u0041","method""", "aA")]
    [InlineData("""{"params":{"deep":[{"id":1}]},"id":2}""", 2L)]
    public void The_id_is_found_in_the_beginning_of_a_request(string line, object id)
    {
        Assert.True(RequestIdScan.TryFind(Encoding.UTF8.GetBytes(line), out RequestId found));
        Assert.Equal(id, found.Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("[1,2]")]
    [InlineData("""{"id":1.5}""")]
    [InlineData("""{"id":null}""")]
    [InlineData("""{"id":{}}""")]
    [InlineData("""{"id":"\ud800"}""")]
    [InlineData("""{"id":99999999999999999999}""")]
    [InlineData("""{"params":{"task":"an id behind the cut is lo""")]
    [InlineData("{\"a\":\u0001}")]
    public void A_line_without_a_usable_id_belongs_to_nobody(string line) => Assert.False(RequestIdScan.TryFind(Encoding.UTF8.GetBytes(line), out _));

    [Fact]
    public void Nesting_of_any_depth_is_skipped()
    {
        string line = $$"""{"params":{{new string('[', 100_000)}}{{new string(']', 100_000)}},"id":3}""";

        Assert.True(RequestIdScan.TryFind(Encoding.UTF8.GetBytes(line), out RequestId id));
        Assert.Equal(3L, id.Id);
    }
}
