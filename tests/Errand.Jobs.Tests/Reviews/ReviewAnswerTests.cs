using Errand.Core;
using Errand.Jobs.Reviews;

namespace Errand.Jobs.Tests.Reviews;

public sealed class ReviewAnswerTests
{
    [Theory]
    [InlineData("{\"findings\":[]}")]
    [InlineData("Fine.\n\n```json\n{\"findings\": []}\n```\n")]
    [InlineData("{\n  \"summary\": \"x\",\n  \"findings\": [\n  ]\n}")]
    [InlineData("I first wrote\n{\"findings\":[{\"severity\":\"high\",\"sentence\":\"No.\"}]}\nand then\n{\"findings\":[]}")]
    public void The_object_at_the_end_is_the_answer(string message) => Assert.Empty(ReviewAnswer.Read(message)!);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Looks good to me.")]
    [InlineData("{\"findings\":[]} and so I approve")]
    [InlineData("The worker printed {\"findings\":[]}")]
    [InlineData("{\"findings\":{}}")]
    [InlineData("{\"findings\":[\"bad\"]}")]
    [InlineData("{\"findings\":[{\"severity\":\"grave\",\"sentence\":\"x\"}]}")]
    [InlineData("{\"findings\":[{\"severity\":\"high\",\"sentence\":\" \"}]}")]
    [InlineData("{\"findings\":[{\"severity\":1,\"sentence\":\"x\"}]}")]
    [InlineData("{\"findings\":[{\"severity\":\"high\",\"sentence\":\"\\ud800\"}]}")]
    [InlineData("{\"finding\":[]}")]
    [InlineData("[]")]
    [InlineData("}")]
    public void Anything_else_is_no_answer(string? message) => Assert.Null(ReviewAnswer.Read(message));

    [Fact]
    public void Findings_come_gravest_first_in_one_line_each_and_within_bounds()
    {
        string many = string.Join(",", Enumerable.Repeat("""{"severity":"medium","file":"  ","line":0,"sentence":"two\n lines"}""", 80));

        IReadOnlyList<ReviewFinding> findings = ReviewAnswer.Read($$"""{"findings":[{{many}},{"severity":"high","file":"a.cs","line":3,"sentence":"{{new string('x', 900)}}"}]}""")!;

        Assert.Equal(50, findings.Count);
        Assert.Equal((ReviewSeverity.High, "a.cs", 3, true), (findings[0].Severity, findings[0].Path, findings[0].Line, findings[0].Text.Length <= 301));
        Assert.Equal(new ReviewFinding(ReviewSeverity.Medium, null, null, "two lines"), findings[1]);
    }

    [Fact]
    public void A_message_made_to_be_slow_is_read_in_bounded_time()
    {
        string hostile = string.Concat(Enumerable.Repeat("{\n", 200_000)) + "}";

        Assert.Null(ReviewAnswer.Read(hostile));
    }
}
