namespace Errand.Jobs.Verification.Completeness;

/// <summary>What a file is for, as far as its name tells.</summary>
[Flags]
internal enum FileRole
{
    /// <summary>Tests and what belongs to them.</summary>
    Test = 1,

    /// <summary>Where a program begins, and scripts: ending the process is their business.</summary>
    Entry = 2,

    /// <summary>All other code.</summary>
    Library = 4,

    Source = Entry | Library,
    Any = Test | Source,
}
