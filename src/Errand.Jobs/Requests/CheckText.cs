using Errand.Core;

namespace Errand.Jobs.Requests;

/// <summary>The short form of a check: <c>name=command</c>.</summary>
public static class CheckText
{
    public const string Example = "unit=dotnet test";

    /// <summary>Reads it, also <c>name!=command</c> for a check that must fail on the base, and <c>auto</c>; name and command are validated with the request.</summary>
    /// <param name="what">What the text was given as, such as <c>checks</c>.</param>
    /// <param name="text">The text; blanks around the name and the command do not count.</param>
    /// <exception cref="ErrandException">ERR1001: it has no such form.</exception>
    public static CheckSpec Parse(string what, string text)
    {
        if (text.Trim() == CheckSpec.Auto.Name)
            return CheckSpec.Auto;

        int equals = text.IndexOf('=', StringComparison.Ordinal);
        bool mustFail = equals > 1 && text[equals - 1] == '!';
        return equals > 0
            ? new CheckSpec(text[..(mustFail ? equals - 1 : equals)].Trim(), text[(equals + 1)..].Trim()) { MustFail = mustFail }
            : throw RequestValidator.Refused(what, text, "a check is a name, '=' and a command", Example);
    }
}
