using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>The name of a job: <c>j</c> and a number from 1 to 999,999,999 without leading zeros, unique per state directory and never reused.</summary>
[JsonConverter(typeof(JobIdJsonConverter))]
public readonly record struct JobId(int Number) : IComparable<JobId>
{
    /// <summary>Reads <c>j7</c>. Anything else, such as <c>J7</c>, <c>j07</c>, <c>7</c> or <c>../j7</c>, is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out JobId id)
    {
        id = default;
        if (text is not { Length: >= 2 and <= 10 } || text[0] != 'j' || text[1] is < '1' or > '9')
            return false;

        // Not left to int.Parse: it lets a number be followed by NUL characters.
        if (text.AsSpan(1).ContainsAnyExceptInRange('0', '9'))
            return false;

        id = new JobId(int.Parse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture));
        return true;
    }

    public static bool operator <(JobId left, JobId right) => left.CompareTo(right) < 0;
    public static bool operator >(JobId left, JobId right) => left.CompareTo(right) > 0;
    public static bool operator <=(JobId left, JobId right) => left.CompareTo(right) <= 0;
    public static bool operator >=(JobId left, JobId right) => left.CompareTo(right) >= 0;

    public int CompareTo(JobId other) => Number.CompareTo(other.Number);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"j{Number}");
}

/// <summary>Writes a <see cref="JobId"/> as the string <c>"j7"</c>.</summary>
public sealed class JobIdJsonConverter : JsonConverter<JobId>
{
    public override JobId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JobId.TryParse(reader.GetString(), out JobId id)
            ? id
            : throw new JsonException($"'{reader.GetString()}' is no job id; one looks like j7.");

    public override void Write(Utf8JsonWriter writer, JobId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
