using System.Text.Json;

namespace Errand.Core.Tests.Jobs;

public sealed class SnakeCaseTests
{
    [Fact]
    public void Words_are_joined_by_underscores()
    {
        Assert.Equal("worker_failed", SnakeCase.Of(BlockedClass.WorkerFailed));
        Assert.Equal("lost", SnakeCase.Of(BlockedClass.Lost));
        Assert.Equal(["user_requested", "obsolete", "unsafe"], SnakeCase.All<CancelReason>());
    }

    [Fact]
    public void Every_value_is_read_back_from_what_is_written() =>
        Assert.All(Enum.GetValues<BlockedClass>(), value =>
        {
            Assert.True(SnakeCase.TryParse(SnakeCase.Of(value), out BlockedClass back));
            Assert.Equal(value, back);
        });

    [Theory]
    [InlineData("WorkerFailed")]
    [InlineData("worker-failed")]
    [InlineData("WORKER_FAILED")]
    [InlineData("0")]
    [InlineData("")]
    [InlineData(null)]
    public void Any_other_spelling_is_refused(string? text) => Assert.False(SnakeCase.TryParse(text, out BlockedClass _));

    [Theory]
    [InlineData("0")]
    [InlineData("null")]
    [InlineData("\"Verified\"")]
    [InlineData("\"partly,failed\"")]
    public void Json_of_another_form_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Verdict>(json));
}
