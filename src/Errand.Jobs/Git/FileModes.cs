namespace Errand.Jobs.Git;

/// <summary>The file modes that git trees hold.</summary>
internal static class FileModes
{
    public const int Regular = 0x81A4;      // 100644
    public const int Executable = 0x81ED;   // 100755
    public const int Link = 0xA000;         // 120000
    public const int Submodule = 0xE000;    // 160000

    /// <summary>The mode as git writes it, such as <c>100644</c>.</summary>
    public static string Text(int mode) => Convert.ToString(mode, 8);

    public static bool IsFile(int mode) => (mode & 0xF000) == 0x8000;
}
