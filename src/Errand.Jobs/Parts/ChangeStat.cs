using System.Globalization;
using Errand.Core;

namespace Errand.Jobs.Parts;

/// <summary>A changed file in a line, such as <c>modified +12 -2 src/Import.cs</c>. Names that are not plain stand in double quotes.</summary>
internal static class ChangeStat
{
    public static string Of(FileChange file)
    {
        string lines = file.Added is null || file.Removed is null ? "binary" : string.Create(CultureInfo.InvariantCulture, $"+{file.Added} -{file.Removed}");
        return $"{SnakeCase.Of(file.Change)} {lines} {(file.OldPath is null ? "" : $"{Name(file.OldPath)} -> ")}{Name(file.Path)}";
    }

    private static string Name(string path) =>
        path.All(letter => letter is not ('"' or ' ') && !char.IsControl(letter) && letter < 0x7f) ? path : Escaping.Quote(path);
}
