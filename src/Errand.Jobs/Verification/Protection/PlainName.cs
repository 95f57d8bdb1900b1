namespace Errand.Jobs.Verification;

/// <summary>Names out of a worker's files, for sentences of ours: short, and of characters that mean nothing there.</summary>
internal static class PlainName
{
    private const int Longest = 40;

    public static string Of(string name) =>
        new([.. name.Where(character => char.IsAsciiLetterOrDigit(character) || character is '.' or ':' or '-' or '_' or '@' or '/').Take(Longest)]);
}
