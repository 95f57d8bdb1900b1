using System.Text;
using Errand.Jobs.Tests.Git;
using Errand.Jobs.Workspaces.Ignore;

namespace Errand.Jobs.Tests.Workspaces;

public sealed class IgnoreRulesTests : IDisposable
{
    private readonly TestRepository repository = new();

    public void Dispose() => repository.Dispose();

    [Fact]
    public void Hand_picked_patterns_are_judged_as_git_judges_them()
    {
        Compare(
            """
            # comment
            \#hash
            \!bang
            *.log
            !keep.log
            /rooted
            build/
            doc/*.txt
            doc/**/deep.md
            **/any
            tail/**
            a/**/b
            x**y
            sp\ ace 
            trailing   
            [abc].c
            [!abc].d
            [a-c0-9]?.e
            [[:digit:]]*.f
            [[:nope:]]
            [z
            []x].g
            [\]y].h
            q\*
            back\\slash
            end\
            é*
            ?.u
            /only/dir/
            !/only/dir/except
            **
            !**/*.cs
            !*/
            """.ReplaceLineEndings("\n"),
            [
                "#hash", "!bang", "a.log", "keep.log", "d/a.log", "rooted", "d/rooted", "build/x", "d/build/x", "build", "doc/a.txt", "doc/d/a.txt",
                "doc/deep.md", "doc/a/b/deep.md", "any", "d/e/any", "tail/x", "tail/x/y", "tail", "a/b", "a/x/y/b", "axb", "xy", "xzzy", "x/y",
                "sp ace", "sp ace ", "trailing", "trailing ", "a.c", "d.c", "a.d", "d.d", "b1.e", "7x.e", "d1.e", "5.f", "x.f", "[z", "].g", "x.g", "].h", "y.h",
                "q*", "qq", "back\\slash", "end\\", "end", "éa", "é", "ü.u", "a.u", "only/dir/x", "only/dir/except", "d/only/dir/x", "p.cs", "d/e/f.cs",
            ]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Random_patterns_are_judged_as_git_judges_them(int seed)
    {
        var random = new Random(seed);
        string[] pieces = ["a", "b", "c", "*", "**", "?", "/", "/", "**/", "/**", "[ab]", "[!a]", "[a-c]", "\\", "\\*", ".", "!", "ab", " ", "[[:alpha:]]", "[", "]", "-", "é", "#", "[^b]", "***"];
        for (int round = 0; round < 40; round++)
        {
            string patterns = string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => pieces[random.Next(pieces.Length)])) + "\n"));
            string[] names = ["a", "b", "c", "ab", "abc", "a.b", "é", " ", "a ", "*", "-", "]", "#a", "!a", "\\"];
            string[] paths = [.. Enumerable.Range(0, 60).Select(_ => string.Join('/', Enumerable.Range(0, random.Next(1, 5)).Select(_ => names[random.Next(names.Length)]))).Distinct()];
            Compare(patterns, paths);
        }
    }

    [Fact]
    public void Deeper_files_beat_higher_ones_and_both_beat_the_users_own()
    {
        repository.Write(".gitignore", "*.a\n!b.b\n").Write("d/.gitignore", "!x.a\n*.b\n").Write(".git/info/exclude", "*.b\n*.c\n");
        string[] paths = ["x.a", "d/x.a", "d/y.a", "b.b", "x.b", "d/b.b", "x.c", "d/x.c", "d/e/x.a"];
        var rules = new IgnoreRules([File.ReadAllBytes(Path.Combine(repository.GitDirectory, "info/exclude"))]);
        rules.Add("", File.ReadAllBytes(Path.Combine(repository.Root, ".gitignore")));
        rules.Add("d", File.ReadAllBytes(Path.Combine(repository.Root, "d/.gitignore")));

        Assert.Equal(IgnoredByGit(paths), IgnoredByRules(rules, paths));
    }

    [Fact]
    public void Windows_line_ends_and_a_byte_order_mark_do_not_count()
    {
        Compare("\ufeff*.a\r\n*.b \r\n*.c\r", ["x.a", "x.b", "x.c", "x.c\r"]);
    }

    [Fact]
    public void A_pattern_made_to_be_slow_is_not()
    {
        var rules = new IgnoreRules([]);
        rules.Add("", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("*a", 500)) + "b\n" + string.Concat(Enumerable.Repeat("**/", 300)) + "b\n"));
        Assert.False(rules.IsIgnored(string.Join('/', Enumerable.Repeat("a", 1000)), isDirectory: false));
        Assert.False(rules.IsIgnored(new string('a', 4000), isDirectory: false));
    }

    private void Compare(string patterns, string[] paths)
    {
        repository.Write(".gitignore", patterns);
        var rules = new IgnoreRules([]);
        rules.Add("", Encoding.UTF8.GetBytes(patterns));

        Assert.Equal((patterns, IgnoredByGit(paths)), (patterns, IgnoredByRules(rules, paths)));
    }

    private string IgnoredByGit(string[] paths)
    {
        byte[] input = Encoding.UTF8.GetBytes(string.Concat(paths.Select(path => path + "\0")));
        (int exitCode, byte[] output, string error) = repository.TryGit(repository.Root, input, "check-ignore", "--no-index", "-z", "--stdin");
        Assert.True(exitCode is 0 or 1, error);
        string[] ignored = Encoding.UTF8.GetString(output).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(" | ", paths.Where(ignored.Contains));
    }

    private static string IgnoredByRules(IgnoreRules rules, string[] paths) => string.Join(" | ", paths.Where(path => IsIgnored(rules, path)));

    private static bool IsIgnored(IgnoreRules rules, string path)
    {
        for (int slash = path.IndexOf('/'); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            if (rules.IsIgnored(path[..slash], isDirectory: true))
                return true;
        }

        return rules.IsIgnored(path, isDirectory: false);
    }
}
