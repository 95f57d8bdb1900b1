using Errand.Jobs.Setups;
using Errand.Jobs.Store;
using Errand.Testing;

namespace Errand.Jobs.Tests.Setups;

/// <summary>What is kept of setups, and for how long.</summary>
public sealed class SetupCacheTests : IDisposable
{
    private readonly TempDirectory directory = new();

    [Fact]
    public void An_entry_that_is_too_old_is_there_as_long_as_somebody_holds_it()
    {
        SetupCache cache = Cache();
        SetupOutputs old = Make(cache, "one");
        File.SetLastWriteTimeUtc(Path.Combine(Path.GetDirectoryName(old.Items[0].Source)!, "paths"), DateTime.UnixEpoch);

        SetupOutputs? found = cache.Find("one");
        SetupOutputs anew = Make(cache, "one");
        bool isKept = File.Exists(old.Items[0].Source);
        old.Held!.Dispose();
        Make(cache, "two").Held!.Dispose();

        Assert.Equal((true, true, false, true), (found is null, isKept, File.Exists(old.Items[0].Source), File.Exists(anew.Items[0].Source)));
        anew.Held!.Dispose();
    }

    [Fact]
    public void A_draft_that_nobody_works_on_goes_with_the_next_entry()
    {
        SetupCache cache = Cache();
        string left = Directory.CreateDirectory(cache.NewDraft("left")).FullName;
        string made = Directory.CreateDirectory(cache.NewDraft("made")).FullName;
        Assert.True(FileLock.TryTake(cache.LockOf("made"), out FileLock? making));

        using (making)
            Make(cache, "one").Held!.Dispose();

        Assert.Equal((false, true), (Directory.Exists(left), Directory.Exists(made)));
    }

    public void Dispose() => directory.Dispose();

    private SetupCache Cache()
    {
        var state = new StateDirectory(directory.Path);
        state.Ensure();
        var cache = new SetupCache(state, TimeProvider.System);
        cache.Ensure();
        return cache;
    }

    private static SetupOutputs Make(SetupCache cache, string key)
    {
        string draft = cache.NewDraft(key);
        string tree = Path.Combine(draft, "tree");
        Directory.CreateDirectory(tree);
        File.WriteAllText(Path.Combine(tree, "file"), key);
        return cache.Keep(key, draft, tree, ["file"]);
    }
}
