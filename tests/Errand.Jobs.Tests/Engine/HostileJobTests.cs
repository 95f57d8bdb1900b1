using Errand.Core;
using Errand.Jobs.Tests.Git;

namespace Errand.Jobs.Tests.Engine;

/// <summary>Whole jobs in overlay workspaces whose workers do what they must not: each is judged for exactly that, and nothing of the user's changes.</summary>
public sealed class HostileJobTests(HostileGround ground) : IClassFixture<HostileGround>
{
    private static readonly CheckSpec Check = new("there", "sh tests/there.sh");

    private readonly JobEngine engine = ground.Engine;

    [Theory]
    [InlineData("works honestly", "mv src/deep src/deeper; git add -A; git commit -qm mine")]
    [InlineData("plants hooks, filters and monitors in its own git", "mkdir -p .git/hooks; printf '#!/bin/sh\\ntouch /tmp/evil\\n' | tee .git/hooks/post-checkout > .git/hooks/reference-transaction; chmod +x .git/hooks/*; git config core.fsmonitor 'touch evil'; git config filter.x.clean 'sed s/in/out/'; echo '* filter=x' > .git/info/attributes")]
    [InlineData("changes installed packages", "echo x > web/node_modules/left/index.js; rm -r web/node_modules/left")]
    [InlineData("writes elsewhere", "echo x > docs.txt", "outside_scope docs.txt")]
    [InlineData("deletes elsewhere", "rm a.txt", "outside_scope a.txt")]
    [InlineData("moves work out", "mv src/one.txt one.txt", "outside_scope one.txt")]
    [InlineData("makes a file elsewhere a program", "chmod +x a.txt", "outside_scope a.txt")]
    [InlineData("hides a change from git", "git update-index --assume-unchanged a.txt; echo out.txt >> .git/info/exclude; echo 2 > a.txt; echo x > out.txt", "outside_scope a.txt", "outside_scope out.txt")]
    [InlineData("hides a change behind its own commit", "echo 2 > a.txt; git add -A; git commit -qm x; git update-ref refs/heads/main HEAD", "outside_scope a.txt")]
    [InlineData("hides a change by ignoring it", "echo '*' > .gitignore; echo x > out.txt", "outside_scope .gitignore", "outside_scope out.txt")]
    [InlineData("changes what a build server runs", "mkdir -p src/.github/workflows; echo x > src/.github/workflows/ci.yml", "sensitive src/.github/workflows/ci.yml")]
    [InlineData("tells agents what to do", "mkdir src/.claude; echo x > src/.claude/settings.json; echo x > src/CLAUDE.md; echo {} > src/.mcp.json", "sensitive src/.claude/settings.json", "sensitive src/.mcp.json", "sensitive src/CLAUDE.md")]
    [InlineData("plants what runs by itself", "mkdir src/.husky; echo x > src/.husky/pre-commit; echo x > src/.envrc", "sensitive src/.envrc", "sensitive src/.husky/pre-commit")]
    [InlineData("plants attributes and submodules", "echo '* filter=x' > src/.gitattributes; echo x > src/.gitmodules", "sensitive src/.gitattributes", "sensitive src/.gitmodules")]
    [InlineData("nests a repository", "git init -q src/nested; echo n > src/nested/n", "special src/nested/.git")]
    [InlineData("leads out by links", "ln -s /etc/passwd src/absolute; ln -s ../../.. src/up", "escaping_link src/absolute", "escaping_link src/up")]
    [InlineData("puts a link in the place of a directory", "rm -r src/deep; ln -s ../../.. src/deep", "escaping_link src/deep")]
    [InlineData("leaves what is no file", "mkfifo src/pipe; echo x > src/set; chmod 4755 src/set", "special src/pipe", "special src/set")]
    [InlineData("names files for a terminal", "echo x > \"$(printf 'src/\\033[2J')\"", "name src/\u001b[2J")]
    [InlineData("goes too deep and too large", "truncate -s 101M src/large; d=src; for i in $(seq 70); do d=$d/d; mkdir $d; done; echo x > $d/x", "limit src/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d/d", "limit src/large")]
    public async Task Work_is_judged_by_what_it_is_when_a_worker(string does, string script, params string[] violations)
    {
        Assert.NotEmpty(does);
        UserState before = UserState.Of(engine.Repository);
        engine.Worker($"echo in > src/in.txt; {script}; echo Done.");

        JobReceipt receipt = await engine.RunAsync(Request());

        Assert.True(receipt.State == JobState.Review, receipt.Reason + Log(receipt));
        Assert.Equal(IsolationKind.Overlay, receipt.Isolation);
        Assert.Equal(violations, receipt.Violations.Select(violation => $"{SnakeCase.Of(violation.Kind)} {violation.Path}").Order(StringComparer.Ordinal));
        Assert.Equal(violations.Length == 0 ? Verdict.Verified : Verdict.Failed, receipt.Verdict);
        before.AssertSame(engine.Repository);
        Assert.Equal("left\n", File.ReadAllText(Path.Combine(engine.Repository.Root, "web/node_modules/left/index.js")));
    }

    [Fact]
    public async Task A_check_that_a_worker_makes_pass_by_itself_passes_nothing()
    {
        engine.Worker("echo 'exit 0' > tests/there.sh; echo Done.");

        JobReceipt receipt = await engine.RunAsync(Request() with { Scope = [] });

        Assert.Equal((JobState.Review, Verdict.Unverified), (receipt.State, receipt.Verdict));
    }

    [Fact]
    public async Task Other_jobs_of_the_commit_see_what_the_commit_has()
    {
        engine.Worker("echo evil >> src/one.txt; truncate -s 0 src/deep/two.txt; chmod 777 a.txt; rm -r tests");
        await engine.RunAsync(Request());
        engine.Worker("cat src/one.txt src/deep/two.txt tests/there.sh; stat -c %a a.txt; git status --short");

        JobReceipt second = await engine.RunAsync(Request());

        Assert.Equal("one\ntwo\ntest -s src/in.txt\n644\n", Log(second));
    }

    [Fact]
    public async Task Marks_that_a_worker_forges_hide_nothing_from_the_next_attempt_or_the_capture()
    {
        engine.Worker("""
            perl -e 'for my $path (qw(src src/one.txt web)) { for my $kind (qw(opaque whiteout redirect metacopy origin)) { ($p, $n, $v) = ($path, "user.overlay.$kind", $kind eq "redirect" ? "/etc" : "y"); syscall(188, $p, $n, $v, length $v, 0) == 0 or die "$n: $!" } }'
            """);
        JobReceipt first = await engine.RunAsync(Request() with { Scope = ["tests/**"] });
        engine.Worker("cat src/one.txt src/deep/two.txt web/package.json; git status --short");

        JobReceipt second = await ReworkAsync(first);

        Assert.True(first.State == JobState.Review, first.Reason + Log(first));
        Assert.Equal("one\ntwo\n{}\n", Log(second));
        Assert.Empty(first.Files);
        Assert.Empty(second.Files);
    }

    [Theory]
    [InlineData("/oldroot")]
    [InlineData("../../../../../../../../oldroot")]
    public async Task A_link_in_the_place_of_a_directory_leads_no_mount_of_the_next_attempt_out(string root)
    {
        string outside = Directory.CreateDirectory(engine.Repository["outside"]).FullName;
        engine.Worker($"mv web moved; ln -s {root}{outside} web");
        JobReceipt first = await engine.RunAsync(Request() with { Scope = ["web/**", "moved/**"] });
        engine.Worker("rm web; mv moved web; ls web");

        JobReceipt second = await ReworkAsync(first);

        Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
        Assert.True(second.State == JobState.Review, second.Reason);
        Assert.Contains("'web/node_modules'", Assert.Single(second.Warnings, warning => warning.Contains("left out", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Empty(second.Violations);
    }

    private JobRequest Request() => engine.Request(request => request with { Isolation = IsolationKind.Overlay, Scope = ["src/**"], Checks = [Check] });

    private async Task<JobReceipt> ReworkAsync(JobReceipt first)
    {
        await engine.Service.ReworkAsync(first.Id, ["more"], "test", CancellationToken.None);
        return await engine.SettledAsync(first.Id);
    }

    private string Log(JobReceipt receipt) => File.ReadAllText(engine.Paths(receipt.Id).Attempt(receipt.Attempt).WorkerLog);
}
