namespace Errand.Core.Tests.Scope;

public sealed class GlobTests
{
    [Theory]
    [InlineData("src/**", "src whole")]
    [InlineData("src/", "src whole itself")]
    [InlineData("src/Import.cs", "src/Import.cs whole itself")]
    [InlineData("./a/b/*", "a/b")]
    [InlineData("a/**/c", "a")]
    [InlineData("**/*.cs", "")]
    [InlineData("*.md", "")]
    [InlineData(".", " whole")]
    [InlineData("{src,docs/x}/**", "src whole", "docs/x whole")]
    [InlineData("app/[id]/page.tsx", "app")]
    [InlineData("a\\*b/", "a*b whole itself")]
    public void A_pattern_tells_where_all_that_it_covers_is(string pattern, params string[] places) =>
        Assert.Equal(places, Glob.Parse("scope", pattern).Places().Select(place => $"{place.Path}{(place.IsWhole ? " whole" : "")}{(place.IsWhole && place.CanBeFile ? " itself" : "")}"));

    [Theory]
    [InlineData("src/a.cs", "src/a.cs")]
    [InlineData("*.cs", "a.cs")]
    [InlineData("*", ".env")]
    [InlineData("src/*", "src/.hidden")]
    [InlineData("src/*.cs", "src/.cs")]
    [InlineData("src/?.cs", "src/ä.cs")]
    [InlineData("src/?.cs", "src/\U0001F600.cs")]
    [InlineData("src/**", "src/a/b/c.cs")]
    [InlineData("src/**", "src/a.cs")]
    [InlineData("src/**/*.cs", "src/a.cs")]
    [InlineData("src/**/*.cs", "src/a/b/c.cs")]
    [InlineData("**/*.cs", "a.cs")]
    [InlineData("**/a/**/b", "x/a/y/a/z/b")]
    [InlineData("**", "a")]
    [InlineData("**", "a/b/.c")]
    [InlineData("***", "a/b")]
    [InlineData("a**c", "abbc")]
    [InlineData("*a*b*c*", "xxaxxbxxcxx")]
    [InlineData("[abc].txt", "b.txt")]
    [InlineData("[!a-c].txt", "d.txt")]
    [InlineData("[^a-c].txt", "d.txt")]
    [InlineData("[]a].txt", "].txt")]
    [InlineData("[a-].txt", "-.txt")]
    [InlineData("[\\]].txt", "].txt")]
    [InlineData("[α-ω]", "λ")]
    [InlineData("{src,docs}/*.md", "docs/a.md")]
    [InlineData("a{,.test}.cs", "a.cs")]
    [InlineData("a{,.test}.cs", "a.test.cs")]
    [InlineData("{a,{b,c}/d}/e", "c/d/e")]
    [InlineData("{src/**,docs/*.md}", "src/x/y")]
    [InlineData("{a\\,b,c}", "a,b")]
    [InlineData("{id}.ts", "{id}.ts")]
    [InlineData("a,b", "a,b")]
    [InlineData("src/", "src/a/b")]
    [InlineData("src/", "src")]
    [InlineData("gen*/", "generated/a/b")]
    [InlineData("src", "src/a/b")]
    [InlineData("{src,docs}", "docs/a/b")]
    [InlineData("./src//a.cs", "src/a.cs")]
    [InlineData("/src/./a.cs", "src/a.cs")]
    [InlineData(".", "a/b")]
    [InlineData("/", "a")]
    [InlineData("\\*.cs", "*.cs")]
    [InlineData("\\!a", "!a")]
    [InlineData("a b/\"c'", "a b/\"c'")]
    [InlineData("-rf", "-rf")]
    [InlineData("app/[id]/page.tsx", "app/[id]/page.tsx")]
    [InlineData("app/[...slug]/**", "app/[...slug]/a/page.tsx")]
    [InlineData("app/[[...slug]]/page.tsx", "app/[[...slug]]/page.tsx")]
    [InlineData("...", "...")]
    [InlineData("..a", "..a")]
    public void Covers(string pattern, string path) => Assert.True(Glob.Parse("scope", pattern).Covers(path));

    [Theory]
    [InlineData("src/a.cs", "src/A.cs")]
    [InlineData("src/a.cs", "lib/src/a.cs")]
    [InlineData("*.cs", "src/a.cs")]
    [InlineData("src/*", "src/a/b")]
    [InlineData("src/*", "src")]
    [InlineData("src/**", "src")]
    [InlineData("src/**", "srcs/a")]
    [InlineData("src/**/a.cs", "src/xa.cs")]
    [InlineData("src?a.cs", "src/a.cs")]
    [InlineData("src[!a]a.cs", "src/a.cs")]
    [InlineData("a**c", "a/c")]
    [InlineData("[abc].txt", "d.txt")]
    [InlineData("[!a-c].txt", "b.txt")]
    [InlineData("src", "srcs")]
    [InlineData("src", "srcs/a")]
    [InlineData("src", "a/src")]
    [InlineData("gen*", "generated/a")]
    [InlineData("\\*.cs", "a.cs")]
    [InlineData("[*]", "a")]
    [InlineData("a?", "a")]
    [InlineData("{a,b}c", "ab")]
    [InlineData("a/**/b", "a/b/c")]
    [InlineData("é", "e\u0301")]
    public void Does_not_cover(string pattern, string path) => Assert.False(Glob.Parse("scope", pattern).Covers(path));

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("  ", "it is empty")]
    [InlineData("../a", "'..' leaves the repository")]
    [InlineData("a/../../b", "'..' leaves the repository")]
    [InlineData("a/..", "'..' leaves the repository")]
    [InlineData("{a,..}/b", "'..' leaves the repository")]
    [InlineData("\\.\\./a", "'..' leaves the repository")]
    [InlineData(".{.,x}/a", "'..' leaves the repository")]
    [InlineData("~/a", "'~' is no directory of the repository")]
    [InlineData("C:\\src\\a", "it is a path with a drive")]
    [InlineData("a\0b", "it holds a NUL, a line end or another control character")]
    [InlineData("a\nb", "it holds a NUL, a line end or another control character")]
    [InlineData("{a,b", "'{' at character 1 has no '}'; a literal brace is '\\{'")]
    [InlineData("a}b", "'}' at character 2 has no '{'; a literal brace is '\\}'")]
    [InlineData("a[b", "'[' at character 2 has no ']'; a literal bracket is '\\['")]
    [InlineData("a[]", "'[' at character 2 has no ']'; a literal bracket is '\\['")]
    [InlineData("[a/b]", "brackets stand for one character of a name, which is never '/'")]
    [InlineData("[z-a]", "the range 'z-a' runs backwards")]
    [InlineData("a\\", "it ends with '\\', which makes the next character literal; directories are separated by '/'")]
    [InlineData("{,a}", "one of its alternatives is empty")]
    public void A_bad_pattern_is_refused_with_its_reason(string pattern, string reason)
    {
        var refusal = Assert.Throws<ErrandException>(() => Glob.Parse("deny", pattern));

        Assert.Same(ErrorCatalog.InvalidGlob, refusal.Error);
        Assert.Equal(
            $"ERR1101 deny pattern {Escaping.Quote(pattern, '\'')} is refused: {reason}. Write it relative to the repository's root, such as 'src/**/*.cs' or 'docs/'.",
            refusal.Message);
    }

    [Fact]
    public void A_byte_that_is_no_UTF8_is_one_character()
    {
        Assert.True(Glob.Parse("scope", "src/?.cs").Covers("src/\uDC80.cs"));
        Assert.True(Glob.Parse("scope", "src/\uDC80.cs").Covers("src/\uDC80.cs"));
        Assert.False(Glob.Parse("scope", "src/\uDC80.cs").Covers("src/\uDC81.cs"));
    }

    [Fact]
    public void A_pattern_has_at_most_1000_characters_and_256_alternatives()
    {
        Glob.Parse("scope", new string('a', 1_000));
        Assert.Contains("1,001 characters", Assert.Throws<ErrandException>(() => Glob.Parse("scope", new string('a', 1_001))).Message, StringComparison.Ordinal);

        Glob.Parse("scope", string.Concat(Enumerable.Repeat("{a,b}", 8)));
        Assert.Contains("256 alternatives", Assert.Throws<ErrandException>(() => Glob.Parse("scope", string.Concat(Enumerable.Repeat("{a,b}", 9)))).Message, StringComparison.Ordinal);
        Assert.Throws<ErrandException>(() => Glob.Parse("scope", string.Concat(Enumerable.Repeat("{a,b}", 200))));
    }

    /// <summary>Each of these keeps a backtracking matcher busy for longer than the universe is old.</summary>
    [Theory]
    [InlineData("*a", 400, "a", 4_000)]
    [InlineData("*?", 400, "a", 300)]
    [InlineData("**/a/", 190, "a/", 2_000)]
    [InlineData("**/*a*/", 120, "aa/", 1_300)]
    [InlineData("[!b]*", 190, "a", 4_000)]
    public void A_hostile_pattern_takes_no_longer_than_the_product_of_the_lengths(string part, int times, string pathPart, int pathTimes)
    {
        string pattern = string.Concat(Enumerable.Repeat(part, times)) + "!";
        string path = string.Concat(Enumerable.Repeat(pathPart, pathTimes)) + "b";

        Assert.False(Glob.Parse("scope", pattern).Covers(path));
    }

    [Fact]
    public void Deeply_nested_braces_are_read()
    {
        string nested = string.Concat(Enumerable.Repeat("{a,", 200)) + "b" + new string('}', 200);

        Assert.True(Glob.Parse("scope", nested).Covers("b"));
    }

    [Fact]
    public void Agrees_with_an_obviously_correct_matcher_on_random_patterns_and_paths()
    {
        var random = new Random(20_261_121);
        string[] parts = ["a", "b", "*", "?", "**", "/", "/", "[ab]", "[!a]", ".", "a*"];
        string[] pathParts = ["a", "b", "/", "ab", "c", "/b", "."];
        int covered = 0;
        for (int round = 0; round < 40_000; round++)
        {
            string pattern = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => parts[random.Next(parts.Length)]));
            string path = string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => pathParts[random.Next(pathParts.Length)])).Trim('/');
            string[] names = path.Split('/');
            if (names.Any(name => name is "" or "." or "..") || pattern.Split('/').Any(part => part is ".."))
                continue;

            bool expected = NaiveGlob.Covers(pattern, names);
            Assert.True(expected == Glob.Parse("scope", pattern).Covers(path), $"'{pattern}' and '{path}': expected {expected}.");
            covered += expected ? 1 : 0;
        }

        Assert.True(covered > 2_000, $"Only {covered} rounds matched: the test proves little.");
    }
}
