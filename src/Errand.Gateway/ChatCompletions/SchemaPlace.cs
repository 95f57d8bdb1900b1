namespace Errand.Gateway.ChatCompletions;

/// <summary>What stands behind a keyword of JSON Schema.</summary>
internal enum SchemaPlace
{
    /// <summary>Data, such as a default: no word in it is a keyword.</summary>
    Data,

    /// <summary>A schema, or a list of schemas.</summary>
    Schema,

    /// <summary>Schemas by name.</summary>
    Map,

    /// <summary>Schemas by pattern.</summary>
    PatternMap,
}
