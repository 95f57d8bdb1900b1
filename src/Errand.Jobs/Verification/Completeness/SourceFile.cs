using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Errand.Jobs.Verification.Completeness;

/// <summary>A file of a change, by its name alone.</summary>
internal sealed partial record SourceFile(string Path, Language Language, FileRole Role)
{
    private static readonly FrozenDictionary<string, Language> Extensions = new Dictionary<string, Language>
    {
        // Not pyi: such a file only declares, so every body in it is empty.
        ["py"] = Language.Python,
        ["js"] = Language.JavaScript, ["mjs"] = Language.JavaScript, ["cjs"] = Language.JavaScript, ["jsx"] = Language.JavaScript,
        ["ts"] = Language.JavaScript, ["tsx"] = Language.JavaScript, ["mts"] = Language.JavaScript, ["cts"] = Language.JavaScript,
        ["cs"] = Language.CSharp, ["fs"] = Language.CSharp, ["vb"] = Language.CSharp,
        ["go"] = Language.Go,
        ["rs"] = Language.Rust,
        ["c"] = Language.C, ["h"] = Language.C, ["cc"] = Language.C, ["cpp"] = Language.C, ["cxx"] = Language.C, ["hpp"] = Language.C, ["m"] = Language.C,
        ["java"] = Language.Java, ["kt"] = Language.Java, ["kts"] = Language.Java, ["scala"] = Language.Java, ["groovy"] = Language.Java,
        ["rb"] = Language.Ruby,
        ["php"] = Language.Php,
        ["sh"] = Language.Shell, ["bash"] = Language.Shell, ["bats"] = Language.Shell, ["mk"] = Language.Shell,
    }.ToFrozenDictionary();

    public static SourceFile Of(string path)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        string extension = name.Contains('.') ? name[(name.LastIndexOf('.') + 1)..] : "";
        Language language = name is "Makefile" or "GNUmakefile" ? Language.Shell : Extensions.GetValueOrDefault(extension.ToLowerInvariant());
        FileRole role = TestPath().IsMatch(path) ? FileRole.Test : EntryPath().IsMatch(path) ? FileRole.Entry : FileRole.Library;
        return new SourceFile(path, language, role);
    }

    [GeneratedRegex(
        """
        (^|/)(tests?|__tests__|__mocks__|specs?|testing|testdata|e2e)/
        | (^|/)[^/]*[.]?Tests?/
        | (^|/)(test_[^/]*|[^/]*_test|conftest|[^/]*_spec|[^/]*[.](test|spec)|[^/]*Tests?|tests?|test-[^/]*)[.][A-Za-z]+$
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex TestPath();

    [GeneratedRegex(
        """
        (^|/)(bin|cmd|cli|scripts?|tools?|examples?|demo)/
        | (^|/)(main|__main__|cli|app|manage|server|setup|[Pp]rogram|Main|App|build)[.][A-Za-z]+$
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex EntryPath();
}
