using System.Buffers;

namespace Errand.Jobs.Git;

/// <summary>What follows from an <see cref="ObjectFormat"/>.</summary>
internal static class ObjectFormats
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>The format in git's words, as <c>rev-parse --show-object-format</c> prints them.</summary>
    public static string Name(this ObjectFormat format) => format == ObjectFormat.Sha1 ? "sha1" : "sha256";

    /// <summary>Bytes in an object's name.</summary>
    public static int Length(this ObjectFormat format) => format == ObjectFormat.Sha1 ? 20 : 32;

    /// <summary>The tree without entries, which git knows without storing it.</summary>
    public static string EmptyTree(this ObjectFormat format) => format == ObjectFormat.Sha1
        ? "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
        : "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321";

    /// <summary>The format of a full object name, by its length.</summary>
    public static ObjectFormat Of(string objectName) => objectName.Length == 64 ? ObjectFormat.Sha256 : ObjectFormat.Sha1;

    /// <summary>Whether a text is a full object name: 40 or 64 lower-case hexadecimal digits.</summary>
    public static bool IsObjectName(string text) =>
        text.Length is 40 or 64 && !text.AsSpan().ContainsAnyExcept(Digits);
}
