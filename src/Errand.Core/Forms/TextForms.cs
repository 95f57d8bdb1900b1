using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Errand.Core.Forms;

/// <summary>The texts that the keys of the configuration hold.</summary>
public static partial class TextForms
{
    public const string AllowedNames = "1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or digit";
    public const string AllowedVariables = "the name of an environment variable";

    /// <summary>The name of a worker or tier, as a request may name it.</summary>
    public static TextForm<string> Name { get; } = Scalars.Pattern(AllowedNames, NamePattern());

    /// <summary>A name in a directory.</summary>
    public static TextForm<string> DirectoryName { get; } = Scalars.Text("the name of a directory, without '/'", longest: 255).Refusing(
        text => text is "." or ".." or ".git" || text.Contains('/', StringComparison.Ordinal) ? "it is no name of a directory that could be shown" : null);

    public static TextForm<string> VariableName { get; } = Scalars.Pattern(AllowedVariables, VariablePattern());

    public static TextForm<string> Text { get; } = Scalars.Text("a text that is not empty");

    /// <summary>A part of a command; <c>~/</c> at its beginning is the user's home, as in a shell.</summary>
    public static TextForm<string> Argument { get; } = new(
        "a text, which may begin with ~/",
        (string text, Place place, out string value) =>
        {
            value = text.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(place.Home, text[2..]) : text;
            return text.Contains('\0', StringComparison.Ordinal) ? "it holds a NUL" : null;
        },
        value => value,
        () => new JsonObject { ["type"] = "string" });

    /// <summary>A value for an option of a worker's CLI.</summary>
    public static TextForm<string> Setting { get; } = Scalars.Text("a text that is not empty and does not begin with '-'").Refusing(
        text => text.StartsWith('-') ? "the worker's CLI would take it for an option" : null);

    /// <summary>The value of an environment variable.</summary>
    public static TextForm<string> VariableValue { get; } = new(
        "a text",
        (string text, Place _, out string value) =>
        {
            value = text;
            return text.Contains('\0', StringComparison.Ordinal) ? "it holds a NUL" : null;
        },
        value => value,
        () => new JsonObject { ["type"] = "string" });

    public static TextForm<string> Url { get; } = Scalars.Text("an absolute http or https URL without user name and password").Refusing(
        text => !Uri.TryCreate(text, UriKind.Absolute, out Uri? url) ? "it is no absolute URL"
            : url.Scheme is not ("http" or "https") ? $"its scheme is {url.Scheme}"
            : url.UserInfo.Length > 0 ? "it holds a user name or password"
            : null).Showing(WithoutCredentials);

    public static TextForm<string> GlobPattern { get; } = Scalars.Text("a glob relative to the repository's root, such as secrets/**").Refusing(text =>
    {
        try
        {
            ScopeRules.Parse([], [text]);
            return null;
        }
        catch (ErrandException refusal)
        {
            return refusal.Message[(refusal.Error.Id.Length + 1)..].TrimEnd('.');
        }
    });

    /// <summary>A URL as it may be shown, however wrong it is: without what stands before an <c>@</c>, and without its query.</summary>
    private static string WithoutCredentials(string text) => QueryPattern().Replace(CredentialPattern().Replace(text, "$1***@"), "?***");

    [GeneratedRegex("^([^:/?#@]*://)?.*@", RegexOptions.Singleline)]
    private static partial Regex CredentialPattern();

    [GeneratedRegex("\\?.*", RegexOptions.Singleline)]
    private static partial Regex QueryPattern();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\\z")]
    public static partial Regex NamePattern();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,127}\\z")]
    public static partial Regex VariablePattern();
}
