using System.Text.Json;
using Errand.Core;
using Errand.Jobs.Requests;

namespace Errand.Mcp.Arguments;

/// <summary>
/// The arguments of one call. The library hides from the model what is wrong with an argument, so everything is read here, and
/// refused with the value, the reason and an example. A null is an absent argument: some models write every optional one.
/// </summary>
internal sealed class ToolArguments
{
    private readonly Dictionary<string, JsonElement> values = [];

    /// <param name="tool">The tool's name, for messages.</param>
    /// <param name="known">The names of its arguments.</param>
    /// <param name="given">What the host sent; null = nothing.</param>
    /// <exception cref="ErrandException">An argument has an unknown name.</exception>
    public ToolArguments(string tool, IReadOnlyCollection<string> known, IDictionary<string, JsonElement>? given)
    {
        foreach ((string name, JsonElement value) in given ?? new Dictionary<string, JsonElement>())
        {
            if (!known.Contains(name))
            {
                string example = Nearest.Of(name, known) is { } nearest ? $"{nearest} instead" : $"one of {string.Join(", ", known)}";
                throw RequestValidator.Refused("argument", name, $"{tool} has no argument of that name", example);
            }

            if (value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
                values.Add(name, value);
        }
    }

    public bool Has(string name) => values.ContainsKey(name);

    public string? Text(string name, string example) => values.TryGetValue(name, out JsonElement value) ? ArgumentValue.Text(name, value, example) : null;

    public string RequiredText(string name, string example) => Text(name, example) ?? throw Missing(name, example);

    /// <summary>A list of strings; a single string counts as a list of one.</summary>
    public IReadOnlyList<string> Texts(string name, string example)
    {
        if (!values.TryGetValue(name, out JsonElement value))
            return [];
        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item => ArgumentValue.Text(name, item, example))]
            : [ArgumentValue.Text(name, value, example)];
    }

    public JobId Job(string name) => ArgumentValue.Job(name, RequiredText(name, "j7"));

    /// <summary>Distinct jobs in the order given; empty when there are none.</summary>
    public IReadOnlyList<JobId> Jobs(string name, int most)
    {
        JobId[] jobs = [.. Texts(name, """["j7", "j8"]""").Select(text => ArgumentValue.Job(name, text)).Distinct()];
        return jobs.Length <= most ? jobs : throw RequestValidator.Refused(name, $"{jobs.Length} jobs", $"one call takes at most {most}", "several calls");
    }

    public TChoice? Choice<TChoice>(string name) where TChoice : struct, Enum =>
        Text(name, SnakeCase.All<TChoice>()[0]) is { } text ? ChoiceOf<TChoice>(name, text) : null;

    /// <summary>A list of choices; a single one counts as a list of one.</summary>
    public IReadOnlyList<TChoice> Choices<TChoice>(string name) where TChoice : struct, Enum =>
        [.. Texts(name, SnakeCase.All<TChoice>()[0]).Select(text => ChoiceOf<TChoice>(name, text))];

    public bool? Flag(string name) => values.TryGetValue(name, out JsonElement value)
        ? value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw ArgumentValue.Refused(name, value, "it is true or false", "true"),
        }
        : null;

    /// <summary>A length of time: text such as <c>10m</c>, or a number of seconds.</summary>
    public TimeSpan? Time(string name, string example) =>
        values.TryGetValue(name, out JsonElement value) ? ArgumentValue.Time(name, value, example) : null;

    public long? Position(string name)
    {
        if (!values.TryGetValue(name, out JsonElement value))
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long position) && position >= 0
            ? position
            : throw ArgumentValue.Refused(name, value, "it is a whole number of bytes, 0 or more", "0");
    }

    public IReadOnlyList<CheckSpec> Checks(string name) => values.TryGetValue(name, out JsonElement value) ? CheckArgument.Read(name, value) : [];

    private static TChoice ChoiceOf<TChoice>(string name, string text) where TChoice : struct, Enum
    {
        IReadOnlyList<string> all = SnakeCase.All<TChoice>();
        return SnakeCase.TryParse(text, out TChoice choice)
            ? choice
            : throw RequestValidator.Refused(name, text, $"it is one of {string.Join(", ", all)}", Nearest.Of(text, all) ?? all[0]);
    }

    private static ErrandException Missing(string name, string example) =>
        new(ErrorCatalog.InvalidArgument, $"{name} is missing. Example: {example}");
}
