using System.Text;
using Errand.Core;
using Errand.Jobs.Git;

namespace Errand.Jobs.Tests.Git;

public sealed class GitFormatTests : IDisposable
{
    private readonly TestRepository repository = new();

    public void Dispose() => repository.Dispose();

    [Fact]
    public void Paths_survive_the_way_to_a_string_and_back_and_are_never_mixed_up()
    {
        var random = new Random(1);
        var seen = new Dictionary<string, string>();
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.Next(1, 8)];
            for (int b = 0; b < bytes.Length; b++)
                bytes[b] = random.Next(3) switch { 0 => (byte)random.Next(1, 128), 1 => (byte)random.Next(0xC0, 0x100), _ => (byte)random.Next(0x80, 0xC0) };

            string path = GitPath.Decode(bytes);
            Assert.Equal(bytes, GitPath.Encode(path));
            Assert.Equal(Convert.ToHexString(bytes), seen.TryAdd(path, Convert.ToHexString(bytes)) ? Convert.ToHexString(bytes) : seen[path]);
        }
    }

    [Fact]
    public void Stray_bytes_are_told_from_characters()
    {
        Assert.False(GitPath.HasEscapes("plain"));
        Assert.False(GitPath.HasEscapes("ünïcödé \ud83d\ude00"));
        Assert.False(GitPath.HasEscapes("\ud83d\udc80"));
        Assert.True(GitPath.HasEscapes("\udc80"));
        Assert.True(GitPath.HasEscapes("a\udcff\ud83d\ude00"));
    }

    [Theory]
    [InlineData(2, "sha1")]
    [InlineData(3, "sha1")]
    [InlineData(4, "sha1")]
    [InlineData(2, "sha256")]
    [InlineData(4, "sha256")]
    public void An_index_is_read_as_git_reads_it(int version, string format)
    {
        using var other = new TestRepository($"--object-format={format}");
        for (int i = 0; i < 60; i++)
            other.Write($"{new string('d', 1 + i % 9)}/{new string('f', i + 1)}", $"{i}");
        other.Write("a b\n\"c\"", "x").Commit();
        other.Write("later", "x").Git("add", "--intent-to-add", "later");
        other.Git("update-index", $"--index-version={version}");
        byte[] content = File.ReadAllBytes(Path.Combine(other.GitDirectory, "index"));
        ObjectFormat objectFormat = format == "sha1" ? ObjectFormat.Sha1 : ObjectFormat.Sha256;

        IReadOnlyList<IndexEntry> entries = IndexReader.TryRead(content, objectFormat)!;

        string[] expected = Encoding.UTF8.GetString(other.GitBytes(other.Root, [], "ls-files", "--stage", "-z")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected, entries.Select(entry => $"{FileModes.Text(entry.Mode)} {entry.Id} 0\t{entry.Path}"));
        for (int length = 0; length < content.Length; length += 7)
            IndexReader.TryRead(content.AsSpan(0, length), objectFormat);
    }

    [Theory]
    [InlineData("git update-index --index-version 4", true)]
    [InlineData("touch -d 2001-01-01 a && git update-index --refresh", true)]
    [InlineData("git update-index --assume-unchanged a", false)]
    [InlineData("git update-index --chmod=+x a", false)]
    [InlineData("echo 2 > a && git add a", false)]
    [InlineData("git mv a b", false)]
    public void The_digest_of_an_index_is_of_what_is_staged(string script, bool isSame)
    {
        for (int i = 0; i < 600; i++)
            repository.Write($"{new string('d', 1 + i % 9)}/{new string('f', 1 + i % 200)}{i}", $"{i}");
        repository.Write("a", "1").Commit();
        string before = Digest()!;

        repository.Shell(script);

        Assert.Equal(isSame, before == Digest());
        string? Digest() => IndexReader.TryDigest(File.ReadAllBytes(Path.Combine(repository.GitDirectory, "index")), ObjectFormat.Sha1);
    }

    [Fact]
    public void A_split_index_is_not_taken_for_a_whole_one()
    {
        repository.Write("a", "1").Commit();
        repository.Git("update-index", "--split-index");
        byte[] content = File.ReadAllBytes(Path.Combine(repository.GitDirectory, "index"));
        Assert.Null(IndexReader.TryRead(content, ObjectFormat.Sha1));
        Assert.Null(IndexReader.TryDigest(content, ObjectFormat.Sha1));
    }

    [Fact]
    public async Task All_refs_of_a_job_are_removed_and_no_others()
    {
        repository.Write("a", "1").Commit();
        UserState before = UserState.Of(repository);
        foreach (string name in (string[])["jobs/j1", "attempts/j1/1", "attempts/j1/2", "bases/j1", "jobs/j11", "attempts/j11/1", "bases/j2"])
            repository.Git("update-ref", "refs/errand/" + name, "HEAD");

        RepositorySpec spec = await repository.ResolveAsync();
        await JobRefs.DeleteAsync(repository.Client, spec, new JobId(1), CancellationToken.None);
        await JobRefs.DeleteAsync(repository.Client, spec, new JobId(1), CancellationToken.None);

        Assert.Equal("refs/errand/attempts/j11/1\nrefs/errand/bases/j2\nrefs/errand/jobs/j11", repository.Git("for-each-ref", "--format=%(refname)", "refs/errand"));
        before.AssertSame(repository);
    }
}
