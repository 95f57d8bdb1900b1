namespace Errand.Output;

/// <summary>Who reads the answer.</summary>
internal enum OutputFormat
{
    /// <summary>A person.</summary>
    Text,

    /// <summary>A program: one line.</summary>
    Json,

    /// <summary>A program, or a person who wants to see what it gets.</summary>
    PrettyJson,
}
