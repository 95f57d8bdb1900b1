using System.Globalization;
using System.Xml;
using Errand.Jobs.Verification.Counting;

namespace Errand.Jobs.Verification.Reports;

/// <summary>
/// Reads one report: JUnit's form (<c>testsuites</c> or <c>testsuite</c> with <c>testcase</c>) or a <c>.trx</c> file (<c>TestRun</c> with <c>UnitTestResult</c>). Counted are the tests themselves; what the
/// head of a JUnit report says counts only when it lists none. No document type, no entity and nothing outside of the file is read.
/// </summary>
internal sealed class ReportReader
{
    private const int MostNames = 20_000;

    private static readonly XmlReaderSettings Safe = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersFromEntities = 1,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        CloseInput = true,
    };

    private readonly List<(string Name, bool HasPassed)> names = [];
    private int passed;
    private int failed;
    private int skipped;
    private TestCounts? head;

    /// <summary>What it counts; null = it is no report.</summary>
    public TestCounts? Counts => passed + failed + skipped > 0 ? new TestCounts(passed, failed, skipped) : head;

    /// <summary>The tests that passed or failed, by name.</summary>
    public IReadOnlyList<(string Name, bool HasPassed)> Names => names;

    /// <exception cref="XmlException">It is no XML, or has a document type.</exception>
    public void Read(byte[] content)
    {
        using var xml = XmlReader.Create(new MemoryStream(content), Safe);
        if (xml.MoveToContent() != XmlNodeType.Element)
            return;
        switch (xml.LocalName)
        {
            case "testsuites" or "testsuite":
                ReadHead(xml);
                ReadJUnit(xml);
                break;
            case "TestRun":
                ReadTrx(xml);
                break;
        }
    }

    private void ReadHead(XmlReader xml)
    {
        if (Number(xml, "tests") is not { } tests)
            return;

        int broken = (Number(xml, "failures") ?? 0) + (Number(xml, "errors") ?? 0);
        int left = (Number(xml, "skipped") ?? 0) + (Number(xml, "disabled") ?? 0);
        head = new TestCounts(Math.Max(0, tests - broken - left), broken, left);
    }

    private void ReadJUnit(XmlReader xml)
    {
        string? test = null;
        bool isFailed = false;
        bool isSkipped = false;
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "testcase" })
            {
                test = $"{xml.GetAttribute("classname")} {xml.GetAttribute("name")}".Trim();
                isFailed = false;
                isSkipped = false;
                if (xml.IsEmptyElement)
                    Take(ref test, isFailed, isSkipped);
            }
            else if (test is not null && xml.NodeType == XmlNodeType.Element)
            {
                isFailed |= xml.LocalName is "failure" or "error";
                isSkipped |= xml.LocalName is "skipped";
            }
            else if (xml is { NodeType: XmlNodeType.EndElement, LocalName: "testcase" })
            {
                Take(ref test, isFailed, isSkipped);
            }
        }
    }

    private void ReadTrx(XmlReader xml)
    {
        while (xml.Read())
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "UnitTestResult" })
                continue;
            string? test = xml.GetAttribute("testName") ?? "";
            string outcome = xml.GetAttribute("outcome") ?? "Error";
            Take(ref test, outcome is not ("Passed" or "PassedButRunAborted" or "NotExecuted" or "Inconclusive" or "Pending" or "NotRunnable"), outcome is "NotExecuted" or "Inconclusive" or "Pending" or "NotRunnable");
        }
    }

    private void Take(ref string? test, bool isFailed, bool isSkipped)
    {
        if (test is null)
            return;

        if (isFailed)
            failed++;
        else if (isSkipped)
            skipped++;
        else
            passed++;
        if ((isFailed || !isSkipped) && test.Length > 0 && names.Count < MostNames)
            names.Add((test, !isFailed));
        test = null;
    }

    private static int? Number(XmlReader xml, string name) =>
        int.TryParse(xml.GetAttribute(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= 1_000_000 ? number : null;
}
