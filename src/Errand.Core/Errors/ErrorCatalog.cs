namespace Errand.Core;

/// <summary>All expected errors, a partial file per range; docs/errors.md is generated from it.</summary>
public static partial class ErrorCatalog;
