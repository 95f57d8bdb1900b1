namespace Errand.Jobs.Delivery;

/// <summary>How files on disk stand to the content of a tree: as they are, or through the user's filters and line ends.</summary>
internal interface ITreeForm
{
    /// <summary>Whether the executable bit on disk means anything.</summary>
    bool KeepsModes { get; }

    /// <summary>The names of the content that regular files on disk stand for, in the order of the paths.</summary>
    Task<IReadOnlyList<string>> HashAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken);

    /// <summary>Writes files and links of the target tree below a directory, in the form that they have on disk.</summary>
    Task StageAsync(IReadOnlyList<string> paths, string directory, CancellationToken cancellationToken);
}
