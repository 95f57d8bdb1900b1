namespace Errand.Jobs.Workspaces.Files;

/// <summary>Whether an entry of a directory is wanted, by its name's bytes.</summary>
internal delegate bool NameFilter(ReadOnlySpan<byte> name, bool isDirectory);
