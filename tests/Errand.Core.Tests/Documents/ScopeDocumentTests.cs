using Errand.Testing;

namespace Errand.Core.Tests.Documents;

public sealed class ScopeDocumentTests
{
    private static readonly XmlDocumentation Comments = XmlDocumentation.Of(typeof(SensitiveClass).Assembly);

    [Fact]
    public void Lists_every_sensitive_path()
    {
        var table = new Table("Class", "Why", "Names");
        foreach (IGrouping<SensitiveClass, SensitivePath> group in SensitivePaths.All.GroupBy(kind => kind.Class))
            table.Row($"`{SnakeCase.Of(group.Key)}`", Comments.SummaryOf(group.Key), string.Join(' ', group.Select(kind => $"`{kind.Pattern}`")));

        Approved.Section("docs/scope.md", "sensitive", table.ToString());
    }
}
