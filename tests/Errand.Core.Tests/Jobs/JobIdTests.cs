namespace Errand.Core.Tests.Jobs;

public sealed class JobIdTests
{
    [Theory]
    [InlineData("j1", 1)]
    [InlineData("j7", 7)]
    [InlineData("j999999999", 999_999_999)]
    public void Reads_and_writes_an_id(string text, int number)
    {
        Assert.True(JobId.TryParse(text, out JobId id));
        Assert.Equal(new JobId(number), id);
        Assert.Equal(text, id.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("j")]
    [InlineData("7")]
    [InlineData("j0")]
    [InlineData("j07")]
    [InlineData("J7")]
    [InlineData("j1000000000")]
    [InlineData("j99999999999999999999")]
    [InlineData("j-7")]
    [InlineData("j+7")]
    [InlineData("j7 ")]
    [InlineData(" j7")]
    [InlineData("j7\n")]
    [InlineData("j7\0")]
    [InlineData("j1,000")]
    [InlineData("j٧")]
    [InlineData("../j7")]
    [InlineData("j7/..")]
    [InlineData("--force")]
    public void Refuses_what_is_no_id(string? text)
    {
        Assert.False(JobId.TryParse(text, out JobId id));
        Assert.Equal(default, id);
    }

    [Fact]
    public void Ids_are_ordered_by_number()
    {
        JobId[] ids = [new(10), new(9), new(100)];

        Assert.Equal([new JobId(9), new JobId(10), new JobId(100)], ids.Order());
        Assert.True(new JobId(9) < new JobId(10) && new JobId(10) <= new JobId(10) && new JobId(10) > new JobId(9) && new JobId(9) >= new JobId(9));
    }
}
