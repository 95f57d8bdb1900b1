using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Errand.Testing;

namespace Errand.Core.Tests.Documents;

public sealed class ReceiptDocumentTests
{
    private const string Document = "docs/receipt.md";
    private static readonly XmlDocumentation Comments = XmlDocumentation.Of(typeof(JobReceipt).Assembly);
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Type[] Sets =
    [
        typeof(JobState), typeof(Verdict), typeof(IsolationKind), typeof(ChangeKind), typeof(ViolationKind), typeof(CheckStatus), typeof(CountSource), typeof(ProtectedClass), typeof(ApplyMode), typeof(Metering),
        typeof(OutcomeKind), typeof(FindingKind), typeof(ReviewStatus), typeof(ReviewSeverity),
        typeof(SandboxKind), typeof(SandboxNetwork),
    ];

    [Theory]
    [InlineData("receipt", typeof(JobReceipt))]
    [InlineData("files", typeof(FileChange))]
    [InlineData("violations", typeof(Violation))]
    [InlineData("secrets", typeof(SecretFinding))]
    [InlineData("checks", typeof(CheckResult))]
    [InlineData("check-run", typeof(CheckRun))]
    [InlineData("check-change", typeof(CheckChange))]
    [InlineData("protected", typeof(ProtectedChange))]
    [InlineData("outcome", typeof(JobOutcome))]
    [InlineData("findings", typeof(Finding))]
    [InlineData("review", typeof(Review))]
    [InlineData("review-findings", typeof(ReviewFinding))]
    [InlineData("usage", typeof(ModelUsage))]
    [InlineData("budget", typeof(Budget))]
    [InlineData("cost", typeof(MoneyAmount))]
    public void Lists_every_field_with_type_and_presence(string section, Type record)
    {
        var table = new Table("Field", "Type", "", "Meaning");
        IEnumerable<PropertyInfo> written = record.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always });
        foreach (PropertyInfo property in written)
        {
            string meaning = Comments.SummaryOf(property);
            Assert.True(meaning.Length > 0, $"{record.Name}.{property.Name} has no summary to tell the reader what it means.");
            table.Row($"`{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}`", TypeName(property.PropertyType), Presence(property), meaning);
        }

        Approved.Section(Document, section, table.ToString());
    }

    [Fact]
    public void Lists_the_values_of_every_set()
    {
        var table = new Table("Set", "Values");
        foreach (Type set in Sets)
            table.Row(set.Name, string.Join(", ", Enum.GetNames(set).Select(name => $"`{JsonNamingPolicy.SnakeCaseLower.ConvertName(name)}`")));

        Approved.Section(Document, "sets", table.ToString());
    }

    private static string Presence(PropertyInfo property) =>
        Nullability.Create(property).ReadState != NullabilityState.Nullable ? "always"
        : property.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.Never } ? "or null"
        : "";

    private static string TypeName(Type type)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare.IsGenericType)
            return $"list of {TypeName(bare.GetGenericArguments()[0])}";
        if (bare.IsEnum)
        {
            Assert.Contains(bare, Sets);
            return bare.Name;
        }

        return bare == typeof(string) || bare == typeof(JobId) ? "string"
            : bare == typeof(bool) ? "boolean"
            : bare == typeof(int) || bare == typeof(long) ? "integer"
            : bare == typeof(double) || bare == typeof(decimal) ? "number"
            : bare == typeof(DateTimeOffset) ? "time"
            : bare == typeof(FileChange) ? "files[]"
            : bare == typeof(Violation) ? "violations[]"
            : bare == typeof(SecretFinding) ? "secrets[]"
            : bare == typeof(CheckResult) ? "checks[]"
            : bare == typeof(CheckRun) ? "run"
            : bare == typeof(CheckChange) ? "change"
            : bare == typeof(ProtectedChange) ? "protected[]"
            : bare == typeof(JobOutcome) ? "outcome"
            : bare == typeof(Finding) ? "findings[]"
            : bare == typeof(Review) ? "review"
            : bare == typeof(ReviewFinding) ? "review findings[]"
            : bare == typeof(ModelUsage) ? "usage"
            : bare == typeof(Budget) ? "budget"
            : bare == typeof(MoneyAmount) ? "cost"
            : throw new NotSupportedException($"The page has no word for {bare}.");
    }
}
