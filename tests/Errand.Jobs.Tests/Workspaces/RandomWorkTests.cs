using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Tests.Git;
using Errand.Jobs.Workspaces.Capture;

namespace Errand.Jobs.Tests.Workspaces;

/// <summary>For random trees and edits: files on disk = captured tree = patch applied to the base.</summary>
public sealed class RandomWorkTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Disk_tree_and_patch_are_the_same_to_the_byte(int seed)
    {
        using var job = new Capturing(new TestRepository());
        var edits = new RandomEdits(seed);
        edits.Apply(job.Repository.Root, 25);
        job.Repository.Commit();
        await job.PrepareAsync();
        for (int attempt = 1; attempt <= 2; attempt++)
        {
            edits.Apply(job.Root, 15);
            CapturedWork work = await job.CollectAsync(attempt);

            IReadOnlyList<TreeEntry> tree = await TreeListing.OfTreeAsync(job.Repository.Client, job.Repository.GitDirectory, work.Commit, CancellationToken.None);
            Assert.Equal(Capturing.OnDisk(job.Root), tree.OrderBy(entry => entry.Path, StringComparer.Ordinal));
            Assert.All(work.Violations, violation => Assert.Equal(ViolationKind.EscapingLink, violation.Kind));
        }
    }
}
