using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Errand.Core.Forms;

/// <summary>The forms of single values.</summary>
public static class Scalars
{
    /// <summary>Any text that is not empty.</summary>
    public static TextForm<string> Text(string noun, int longest = 4_096) => new(
        noun,
        (string text, Place _, out string value) =>
        {
            value = text;
            return text.Length == 0 ? "it is empty"
                : text.Length > longest ? $"it has {text.Length:N0} characters and may have {longest:N0}"
                : text.AsSpan().ContainsAny('\0', '\n', '\r') ? "it holds a NUL or a line end"
                : null;
        },
        value => value,
        () => new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = longest });

    /// <summary>Text that matches a pattern.</summary>
    public static TextForm<string> Pattern(string allowed, Regex pattern) => new(
        allowed,
        (string text, Place _, out string value) =>
        {
            value = text;
            return pattern.IsMatch(text) ? null : "it has another form";
        },
        value => value,
        () => new JsonObject { ["type"] = "string", ["pattern"] = pattern.ToString().Replace("\\z", "$", StringComparison.Ordinal) });

    /// <summary>One of a few texts.</summary>
    public static TextForm<T> OneOf<T>(params (string Text, T Value)[] choices) => new(
        choices.Length == 1 ? choices[0].Text : $"one of {string.Join(", ", choices.Select(choice => choice.Text))}",
        (string text, Place _, out T value) =>
        {
            int index = Array.FindIndex(choices, choice => choice.Text == text);
            value = index < 0 ? default! : choices[index].Value;
            return index >= 0 ? null : Nearest.Of(text, choices.Select(choice => choice.Text)) is { } near ? $"perhaps '{near}' is meant" : "it is none of them";
        },
        value => choices.First(choice => Equals(choice.Value, value)).Text,
        () => new JsonObject { ["enum"] = new JsonArray([.. choices.Select(choice => (JsonNode)choice.Text)]) });

    /// <summary>One of a closed set in its snake_case form.</summary>
    public static TextForm<TEnum> OneOf<TEnum>() where TEnum : struct, Enum =>
        OneOf([.. Enum.GetValues<TEnum>().Select(value => (SnakeCase.Of(value), value))]);

    /// <summary>A length of time.</summary>
    public static TextForm<TimeSpan> Time(TimeSpan shortest, TimeSpan longest) => new(
        $"a length of time from {Duration.Format(shortest)} to {Duration.Format(longest)}, such as 90s, 10m or 1h30m",
        (string text, Place _, out TimeSpan value) =>
            !Duration.TryParse(text, out value, out string? problem) ? problem
            : value < shortest ? "it is too short"
            : value > longest ? "it is too long"
            : null,
        Duration.Format,
        () => new JsonObject { ["type"] = "string", ["pattern"] = "^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$", ["minLength"] = 2 });

    /// <summary>A whole number.</summary>
    public static TextForm<int> Count(int least, int most) => new(
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"),
        (string text, Place _, out int value) =>
            !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) ? "it is no whole number"
            : value < least ? "it is too small"
            : value > most ? "it is too large"
            : null,
        value => value.ToString(CultureInfo.InvariantCulture),
        () => new JsonObject { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most },
        isNumber: true);

    /// <summary>A whole number that may be larger than those of <see cref="Count"/>.</summary>
    public static TextForm<long> LargeCount(long least, long most) => new(
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"),
        (string text, Place _, out long value) =>
            !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) ? "it is no whole number"
            : value < least ? "it is too small"
            : value > most ? "it is too large"
            : null,
        value => value.ToString(CultureInfo.InvariantCulture),
        () => new JsonObject { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most },
        isNumber: true);

    /// <summary>A number that may have decimals, such as an amount of money; its digits are kept.</summary>
    public static TextForm<decimal> Amount(decimal least, decimal most) => new(
        string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}, such as 0.27"),
        (string text, Place _, out decimal value) =>
            !decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) ? "it is no number"
            : value < least ? "it is too small"
            : value > most ? "it is too large"
            : null,
        value => value.ToString(CultureInfo.InvariantCulture),
        () => new JsonObject { ["type"] = "number", ["minimum"] = least, ["maximum"] = most },
        isNumber: true);

    /// <summary>A day, such as 2026-11-01.</summary>
    public static TextForm<DateOnly> Day { get; } = new(
        "a day such as 2026-11-01",
        (string text, Place _, out DateOnly value) =>
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value) ? null : "it is no day of that form",
        value => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        () => new JsonObject { ["type"] = "string", ["format"] = "date" });

    /// <summary>Yes or no.</summary>
    public static Form<bool> Flag { get; } = new FlagForm();

    /// <summary>A number of bytes, with or without a unit.</summary>
    public static TextForm<long> Bytes(long least, long most) => new(
        $"a number of bytes from {ByteCount.Format(least)} to {ByteCount.Format(most)}, such as 65536, 64K, 256M or 2G",
        (string text, Place _, out long value) =>
            !ByteCount.TryParse(text, out value) ? "it is no number of bytes"
            : value < least ? "it is too small"
            : value > most ? "it is too large"
            : null,
        ByteCount.Format,
        () => new JsonObject { ["type"] = new JsonArray("integer", "string"), ["minimum"] = least, ["maximum"] = most, ["pattern"] = "^[0-9]+[KMG]?$" },
        isNumber: true);

    /// <summary>An absolute path, or one below the user's home.</summary>
    public static TextForm<string> AbsolutePath { get; } = new(
        "an absolute path, or one that begins with ~/",
        (string text, Place place, out string value) =>
        {
            value = text == "~" ? place.Home : text.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(place.Home, text[2..]) : text;
            if (text.AsSpan().ContainsAny('\0', '\n', '\r'))
                return "it holds a NUL or a line end";
            if (!Path.IsPathFullyQualified(value))
                return "it is not absolute";

            value = Path.TrimEndingDirectorySeparator(Path.GetFullPath(value));
            return null;
        },
        value => value,
        () => new JsonObject { ["type"] = "string", ["pattern"] = "^(/|~/|~$)" });
}
