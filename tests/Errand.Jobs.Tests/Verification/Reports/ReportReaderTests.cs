using System.Text;
using System.Xml;
using Errand.Jobs.Verification.Counting;
using Errand.Jobs.Verification.Reports;

namespace Errand.Jobs.Tests.Verification.Reports;

public sealed class ReportReaderTests
{
    [Fact]
    public void A_head_counts_where_no_test_is_listed() =>
        Assert.Equal(new TestCounts(36, 3, 2), Read("""<testsuites tests="41" failures="1" errors="2" skipped="2"><testsuite tests="41"/></testsuites>""").Counts);

    [Fact]
    public void Tests_have_names_and_nested_suites_count_once()
    {
        ReportReader report = Read(
            """
            <testsuites><testsuite><testsuite><testcase classname="a" name="one"><system-out>x</system-out></testcase></testsuite>
            <testcase name="two"><failure/></testcase><testcase name="three"><skipped/></testcase></testsuite></testsuites>
            """);

        Assert.Equal(new TestCounts(1, 1, 1), report.Counts);
        Assert.Equal([("a one", true), ("two", false)], report.Names);
    }

    [Theory]
    [InlineData("<html><testcase/></html>")]
    [InlineData("<testsuite/>")]
    [InlineData("<testsuite tests=\"-1\"/>")]
    [InlineData("<testsuite tests=\"99999999999999999999\"/>")]
    public void What_is_no_report_counts_nothing(string xml) => Assert.Null(Read(xml).Counts);

    [Theory]
    [InlineData("")]
    [InlineData("not xml")]
    [InlineData("<testsuite><testcase></testsuite>")]
    [InlineData("<!DOCTYPE t [<!ENTITY a \"aaaaaaaaaa\">]><testsuite><testcase name=\"&a;\"/></testsuite>")]
    [InlineData("<!DOCTYPE t SYSTEM \"file:///etc/passwd\"><testsuite tests=\"3\"/>")]
    public void What_is_broken_or_has_a_document_type_is_refused(string xml) => Assert.ThrowsAny<XmlException>(() => Read(xml));

    [Fact]
    public void A_deep_report_is_read_like_any_other()
    {
        const int depth = 100_000;
        string xml = $"{string.Concat(Enumerable.Repeat("<testsuite>", depth))}<testcase name=\"a\"/>{string.Concat(Enumerable.Repeat("</testsuite>", depth))}";

        Assert.Equal(new TestCounts(1, 0, 0), Read(xml).Counts);
    }

    private static ReportReader Read(string xml)
    {
        var report = new ReportReader();
        report.Read(Encoding.UTF8.GetBytes(xml));
        return report;
    }
}
