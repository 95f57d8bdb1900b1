namespace Errand.Jobs.Git;

/// <summary>The object stores that a private clone borrows from, with those that they borrow from.</summary>
internal static class ObjectStores
{
    /// <summary>A chain of object stores that is longer than git itself would follow.</summary>
    private const int LongestChain = 5;

    /// <summary>Absolute paths of those that exist, nearest first.</summary>
    public static IReadOnlyList<string> Of(JobRepository repository)
    {
        var stores = new List<string>();
        Add(repository.UserObjects, LongestChain);
        Add(repository.OwnObjects, LongestChain);
        return stores;

        void Add(string store, int left)
        {
            if (!Directory.Exists(store) || stores.Contains(store) || left == 0)
                return;
            stores.Add(store);
            string alternates = Path.Combine(store, "info", "alternates");
            if (!File.Exists(alternates))
                return;
            foreach (string line in File.ReadLines(alternates).Where(line => line.Length > 0 && line[0] is not '#' and not '"'))
                Add(Path.GetFullPath(line, store), left - 1);
        }
    }
}
