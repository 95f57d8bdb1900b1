using System.Text.Json;
using System.Text.Json.Serialization;

namespace Errand.Core;

/// <summary>Writes an enum as its <see cref="SnakeCase"/> text and refuses anything else on reading, numbers too.</summary>
public sealed class SnakeCaseJsonConverter<TEnum> : JsonConverter<TEnum> where TEnum : struct, Enum
{
    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && SnakeCase.TryParse(reader.GetString(), out TEnum value)
            ? value
            : throw new JsonException($"Expected one of {string.Join(", ", SnakeCase.All<TEnum>())}.");

    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
        writer.WriteStringValue(SnakeCase.Of(value));
}
