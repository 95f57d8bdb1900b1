namespace Errand.Jobs.Verification.Completeness;

/// <summary>What a rule can know of a file's language.</summary>
[Flags]
internal enum Language
{
    None = 0,
    Python = 1,
    JavaScript = 2,
    CSharp = 4,
    Go = 8,
    Rust = 16,
    C = 32,
    Java = 64,
    Ruby = 128,
    Php = 256,
    Shell = 512,
    Any = 1023,
}
