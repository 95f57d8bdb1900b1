using System.Globalization;

namespace Errand.Jobs.Git;

/// <summary>Who signs the commits that Errand writes; the address can never be anybody's.</summary>
internal static class GitIdentity
{
    public const string Name = "Errand";
    public const string Email = "errand@errand.invalid";

    /// <summary>A time in git's raw form: seconds and zone.</summary>
    public static string Date(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeSeconds()} +0000");
}
