namespace Errand.Gateway.ChatCompletions;

internal static class SchemaKeyword
{
    public static SchemaPlace Of(ReadOnlySpan<byte> keyword)
    {
        // Nearly all keywords of a real schema are one of these three.
        if (keyword.SequenceEqual("type"u8) || keyword.SequenceEqual("description"u8) || keyword.SequenceEqual("enum"u8))
            return SchemaPlace.Data;
        if (keyword.SequenceEqual("properties"u8) || keyword.SequenceEqual("$defs"u8) || keyword.SequenceEqual("definitions"u8) || keyword.SequenceEqual("dependentSchemas"u8))
            return SchemaPlace.Map;
        if (keyword.SequenceEqual("patternProperties"u8))
            return SchemaPlace.PatternMap;

        return keyword.SequenceEqual("items"u8) || keyword.SequenceEqual("prefixItems"u8) || keyword.SequenceEqual("additionalItems"u8) || keyword.SequenceEqual("contains"u8)
            || keyword.SequenceEqual("additionalProperties"u8) || keyword.SequenceEqual("unevaluatedProperties"u8) || keyword.SequenceEqual("unevaluatedItems"u8)
            || keyword.SequenceEqual("propertyNames"u8) || keyword.SequenceEqual("anyOf"u8) || keyword.SequenceEqual("oneOf"u8) || keyword.SequenceEqual("allOf"u8)
            || keyword.SequenceEqual("not"u8) || keyword.SequenceEqual("if"u8) || keyword.SequenceEqual("then"u8) || keyword.SequenceEqual("else"u8)
            ? SchemaPlace.Schema
            : SchemaPlace.Data;
    }
}
