using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Tests.Git;
using Errand.Jobs.Workspaces.Capture;

namespace Errand.Jobs.Tests.Workspaces;

/// <summary>What a worker did is read from an overlay's upper layer, made by the kernel and not by hand wherever a worker could have made it.</summary>
public sealed class UpperLayerTests : IDisposable
{
    private readonly TestRepository repository = new();
    private readonly Capturing job;

    public UpperLayerTests() => job = new Capturing(repository);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    public void Dispose() => job.Dispose();

    [Fact]
    public async Task Every_kind_of_change_is_found_with_its_lines()
    {
        string moved = string.Concat(Enumerable.Range(0, 20).Select(i => $"line {i}\n"));
        repository.Write("changed", "1\n2\n").Write("gone", "x\n").Write("old name", moved).Write("mode", "#!\n").Write("to link", "x\n").Write("d/gone/a", "a").Write("d/gone/b/c", "c").Write("d/kept", "k").Commit();
        if (!await job.PrepareOverlayAsync())
            return;

        job.Write("changed", "1\n3\n4\n").Write("new/file", "n\n").Shell("""
            rm gone 'to link'
            rm -r d/gone
            mkdir moved && mv 'old name' 'moved/new name' && echo more >> 'moved/new name'
            chmod +x mode
            ln -s changed 'to link'
            """);
        CapturedWork work = await job.CollectAsync();

        Assert.Equal(
            ["modified changed +2 -1", "deleted d/gone/a +0 -1", "deleted d/gone/b/c +0 -1", "deleted gone +0 -1", "mode mode +0 -0", "renamed old name -> moved/new name +1 -0", "added new/file +1 -0", "type to link +1 -1"],
            Capturing.Summary(work));
        Assert.Empty(work.Warnings);
    }

    [Fact]
    public async Task What_was_only_touched_is_no_change()
    {
        repository.Write("a", "1\n").Write("d/b", "1\n").Write("mode", "1\n").Shell("ln -s a link");
        repository.Commit();
        if (!await job.PrepareOverlayAsync())
            return;

        job.Write("d/b", "1\n").Shell("touch a; touch -h link; chmod +x mode; chmod -x mode; chmod 700 d; rm a; echo 1 > a");
        Assert.True(File.Exists(Path.Combine(job.Workspace.Layers!.Upper, "d/b")));

        Assert.Empty((await job.CollectAsync()).Files);
    }

    [Fact]
    public async Task A_directory_that_was_made_anew_has_only_what_was_put_into_it()
    {
        repository.Write("d/a", "a\n").Write("d/b", "b\n").Write("d/c/e", "e\n").Write("file", "f\n").Write("dir/x", "x\n").Commit();
        if (!await job.PrepareOverlayAsync())
            return;

        job.Shell("rm -r d && mkdir d && echo b > d/b && rm file && mkdir -p file/dir && echo f > file/dir/f && rm -r dir && ln -s d dir");
        CapturedWork work = await job.CollectAsync();

        Assert.Equal(["d/b", "dir", "file/dir/f"], (await TreeAsync(work)).Select(entry => entry.Path));
        Assert.Empty(work.Violations);
    }

    [Fact]
    public async Task Everything_can_be_deleted()
    {
        repository.Write("a", "1\n").Write("d/b", "1\n").Commit();
        if (!await job.PrepareOverlayAsync())
            return;

        job.Shell("rm -r a d");

        Assert.Empty(await TreeAsync(await job.CollectAsync()));
    }

    [Fact]
    public async Task Rights_that_a_worker_takes_away_hide_nothing()
    {
        repository.Write("a", "1\n").Write("d/b", "1\n").Write("e/f", "1\n").Commit();
        if (!await job.PrepareOverlayAsync())
            return;

        job.Write("d/b", "2\n").Write("new/c", "new\n").Shell("rm -r e; mkdir e; chmod 000 d new e .");

        Assert.Equal(["modified d/b +1 -1", "deleted e/f +0 -1", "added new/c +1 -0"], Capturing.Summary(await job.CollectAsync()));
    }

    [Fact]
    public async Task A_worker_cannot_forge_what_the_overlay_writes()
    {
        repository.Write("d/a", "1\n").Write("b", "1\n").Commit();
        if (!await job.PrepareOverlayAsync())
            return;

        job.Shell("""
            perl -e 'require "syscall.ph"; for my $path (qw(d b)) { for my $kind (qw(opaque whiteout redirect)) { my ($p, $n, $v) = ("$path", "user.overlay.$kind", "y"); syscall(&SYS_setxattr, $p, $n, $v, 1, 0) == 0 or die "$n: $!" } }'
            mknod b2 c 0 0 2> refused || test -s refused
            rm refused
            """);
        CapturedWork work = await job.CollectAsync();

        Assert.Empty(work.Files);
        Assert.Empty(work.Violations);
    }

    [Fact]
    public async Task What_no_commit_can_hold_is_reported_as_of_a_checkout()
    {
        repository.Write("a", "1\n").Write("pipe me", "p\n").Commit();
        if (!await job.PrepareOverlayAsync())
            return;

        job.Write(".GIT/config", "x").Write("nested/.git/config", "x").Write("nested/file", "n").Shell("""
            mkfifo fifo; rm 'pipe me'; mkfifo 'pipe me'
            perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local => "socket", Listen => 1)'
            printf x > "$(printf 'esc\033[31m')"
            """);
        CapturedWork work = await job.CollectAsync();

        Assert.Equal(
            ["added esc\u001b[31m +1 -0", "added nested/file +1 -0", "deleted pipe me +0 -1", "! name .GIT", "! name esc\u001b[31m", "! special fifo", "! special nested/.git", "! special pipe me", "! special socket"],
            Capturing.Summary(work).OrderBy(line => line[0] == '!'));
    }

    [Fact]
    public async Task Links_that_lead_out_through_links_of_the_base_are_reported()
    {
        repository.Write("a", "1\n").Write("d/e/f", "1\n").Shell("ln -s .. d/parent; ln -s e d/inside; ln -s / d/e/old");
        repository.Commit();
        if (!await job.PrepareOverlayAsync())
            return;

        job.Shell("""
            ln -s /etc/passwd absolute
            ln -s d/parent/../x through
            ln -s e/../../.. d/text
            ln -s d/inside/../../a still-inside
            ln -s d/e/old/etc by-base
            rm d/inside; ln -s parent d/inside; ln -s d/inside/../x by-both
            rm -r d/e; ln -s d/e/old/etc by-nothing
            ln -s loop loop
            """);
        CapturedWork work = await job.CollectAsync();

        Assert.Equal(
            ["absolute", "by-both", "d/text", "still-inside", "through"],
            work.Violations.Where(violation => violation.Kind == ViolationKind.EscapingLink).Select(violation => violation.Path).Order(StringComparer.Ordinal));
        Assert.Equal(5, work.Violations.Count);
    }

    [Fact]
    public async Task The_place_of_the_git_directory_is_an_empty_directory_at_the_root()
    {
        repository.Write("a", "1\n").Commit();
        if (!await job.PrepareOverlayAsync())
            return;

        CapturedWork empty = await job.CollectAsync(attempt: 1);
        CapturedWork filled = await job.Write(".git/config", "x").CollectAsync(attempt: 2);

        Assert.Empty(empty.Violations);
        Assert.Equal(["! special .git"], Capturing.Summary(filled));
    }

    [Fact]
    public async Task The_bases_ignore_rules_count_and_limits_hold()
    {
        repository.Write(".gitignore", "*.log\nout/\n").Write("a", "1").Commit();
        if (!await job.PrepareOverlayAsync())
            return;

        job.Write("noise.log", "n").Write("out/build", "b").Write(".gitignore", "*\n").Write("new/1", "hidden by the worker's own rule").Write("new/2", "x").Write("long", new string('x', 2000));
        CapturedWork work = await job.CollectAsync(limits: new CaptureLimits { FileBytes = 1000 });

        Assert.Equal(["modified .gitignore +1 -2", "added new/1 +1 -0", "added new/2 +1 -0", "! limit long"], Capturing.Summary(work));
        Assert.Contains("'noise.log', 'out/'", Assert.Single(work.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Upper_layer_and_whole_tree_say_the_same(int seed)
    {
        var edits = new RandomEdits(seed);
        edits.Apply(repository.Root, 25);
        repository.Commit();
        if (!await job.PrepareOverlayAsync())
            return;

        for (int attempt = 1; attempt <= 2; attempt++)
        {
            for (int i = 0; i < 15; i++)
                Edit(edits);
            CapturedWork work = await job.CollectAsync(attempt);

            Assert.Equal(Capturing.OnDisk(job.Root), await TreeAsync(work));
            Assert.All(work.Violations, violation => Assert.Equal(ViolationKind.EscapingLink, violation.Kind));
        }
    }

    private void Edit(RandomEdits edits)
    {
        try
        {
            edits.Apply(job.Root, 1);
        }
        catch (IOException)
        {
            // A directory of a lower layer cannot be renamed; a worker would see the same.
            return;
        }
    }

    private async Task<IReadOnlyList<TreeEntry>> TreeAsync(CapturedWork work) =>
        [.. (await TreeListing.OfTreeAsync(repository.Client, repository.GitDirectory, work.Commit, CancellationToken.None)).OrderBy(entry => entry.Path, StringComparer.Ordinal)];
}
