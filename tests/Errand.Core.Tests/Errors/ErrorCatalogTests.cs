using System.Reflection;
using System.Text;
using Errand.Testing;

namespace Errand.Core.Tests.Errors;

public sealed class ErrorCatalogTests
{
    private static readonly (int Thousand, string Title)[] Ranges =
    [
        (1, "Input"), (2, "Configuration"), (3, "State directory"), (4, "Repository and workspace"), (5, "Workers"), (6, "Decisions"), (7, "Gateway"),
    ];

    private static IReadOnlyList<(string Name, ErrorDefinition Error)> All { get; } =
    [
        .. typeof(ErrorCatalog).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Select(property => (property.Name, (ErrorDefinition)property.GetValue(null)!))
            .OrderBy(entry => entry.Item2.Number),
    ];

    [Fact]
    public void No_number_is_used_twice() =>
        Assert.Empty(All.GroupBy(entry => entry.Error.Number).Where(group => group.Count() > 1).Select(group => string.Join(" and ", group.Select(entry => entry.Name))));

    [Fact]
    public void Every_number_is_in_a_range_that_has_a_title() =>
        Assert.All(All, entry => Assert.Contains(Ranges, range => range.Thousand == entry.Error.Number / 1000));

    [Fact]
    public void Every_text_is_a_sentence() =>
        Assert.All(All, entry => Assert.All([entry.Error.Summary, entry.Error.Remedy], text => Assert.Matches("^[A-Z].*\\.$", text)));

    [Fact]
    public void The_page_lists_every_error()
    {
        var text = new StringBuilder();
        foreach ((int thousand, string title) in Ranges)
        {
            (string Name, ErrorDefinition Error)[] errors = [.. All.Where(entry => entry.Error.Number / 1000 == thousand)];
            if (errors.Length == 0)
                continue;

            var table = new Table("Id", "What happened", "What to do");
            foreach ((_, ErrorDefinition error) in errors)
                table.Row(error.Id, error.Summary, error.Remedy);
            text.Append($"## {title}\n\n{table}\n");
        }

        Approved.Section("docs/errors.md", "errors", text.ToString());
    }
}
