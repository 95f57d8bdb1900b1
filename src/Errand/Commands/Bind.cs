using System.Globalization;
using Errand.Core;
using Errand.Jobs.Requests;

namespace Errand.Commands;

/// <summary>Turns words of the command line into values, or refuses them with the value, the reason and an example.</summary>
internal static class Bind
{
    public static JobId Id(string text) =>
        JobId.TryParse(text, out JobId id) ? id : throw RequestValidator.Refused("id", text, "a job's id is j and a number, as errand list shows it", "j7");

    public static IReadOnlyList<JobId> Ids(IReadOnlyList<string> texts) => [.. texts.Select(Id).Distinct()];

    /// <param name="what">What the value is for, such as <c>timeout</c>.</param>
    /// <param name="text">The word; null = not given.</param>
    /// <param name="example">What would be allowed.</param>
    public static TimeSpan? Time(string what, string? text, string example)
    {
        if (text is null)
            return null;
        return Duration.TryParse(text, out TimeSpan time, out string? problem) ? time : throw RequestValidator.Refused(what, text, problem, example);
    }

    public static TEnum? Choice<TEnum>(string what, string? text) where TEnum : struct, Enum
    {
        if (text is null)
            return null;
        if (SnakeCase.TryParse(text, out TEnum value))
            return value;

        IReadOnlyList<string> all = SnakeCase.All<TEnum>();
        throw RequestValidator.Refused(what, text, $"it is one of {string.Join(", ", all)}", Nearest.Of(text, all) ?? all[0]);
    }

    public static long? Count(string what, string? text, long least, string example)
    {
        if (text is null)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= least
            ? value
            : throw RequestValidator.Refused(what, text, $"it is a whole number, {least} or more", example);
    }
}
