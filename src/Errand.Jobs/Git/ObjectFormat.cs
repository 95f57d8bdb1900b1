namespace Errand.Jobs.Git;

/// <summary>The hash that names a repository's objects.</summary>
internal enum ObjectFormat
{
    Sha1,
    Sha256,
}
