using Errand.Core;

namespace Errand.Jobs.Verification;

/// <summary>What the change of one path means for judging.</summary>
internal sealed record PathVerdict
{
    private static readonly string[] Manifests =
    [
        "package.json", "composer.json", "Cargo.toml", "pyproject.toml", "go.mod", "pom.xml", "build.gradle", "build.gradle.kts", "CMakeLists.txt", "Makefile", "tsconfig.json", ".csproj", ".fsproj", ".vbproj",
    ];

    public required PathDelta Delta { get; init; }

    /// <summary>Its class; null = it is ordinary work.</summary>
    public ProtectedClass? Class { get; init; }

    public Restoration Restoration { get; init; } = Restoration.Keep;

    /// <summary>The base's code with the worker's tests, for a file that holds both; null = the worker's file.</summary>
    public string? TestsInBase { get; init; }

    /// <summary>Whether the file's work changed beside its tests.</summary>
    public bool HasOtherCode { get; init; }

    /// <summary>The tests in both versions; null = it holds none that can be read.</summary>
    public (TestText Before, TestText After)? Tests { get; init; }

    public string? Summary => Restoration.Summary;

    public bool IsAdditive => Restoration.IsAdditive;

    /// <param name="delta">The change.</param>
    /// <param name="protectedClass">The class of its path; null = none.</param>
    /// <param name="before">The base's text; null = there is none, or none that can be read.</param>
    /// <param name="after">The worker's.</param>
    /// <param name="baseFiles">All paths of the base.</param>
    /// <param name="movesDependencies">Whether a manifest was changed as well, so that lock files have to follow.</param>
    public static PathVerdict Of(PathDelta delta, ProtectedClass? protectedClass, string? before, string? after, IReadOnlySet<string> baseFiles, bool movesDependencies) => protectedClass switch
    {
        ProtectedClass.Tests => OfTests(delta, before, after),
        ProtectedClass.Config => new PathVerdict { Delta = delta, Class = protectedClass, Restoration = OfConfiguration(delta, before, after, baseFiles) },
        ProtectedClass.Lockfiles => new PathVerdict { Delta = delta, Class = protectedClass, Restoration = OfPlain(delta) with { KeepsWork = movesDependencies } },
        ProtectedClass.Ci => new PathVerdict { Delta = delta, Class = protectedClass, Restoration = OfPlain(delta) },
        _ => InlineTests.Concerns(delta.Path, before, after) && InlineTests.Of(before) != InlineTests.Of(after) && after is not null ? OfInline(delta, before, after) : new PathVerdict { Delta = delta },
    };

    private static PathVerdict OfTests(PathDelta delta, string? before, string? after)
    {
        bool canRead = (before is not null || delta.IsAdded) && (after is not null || delta.IsDeleted) && delta.IsText;
        if (!canRead)
            return new PathVerdict { Delta = delta, Class = ProtectedClass.Tests, Restoration = OfPlain(delta) };

        var tests = (Before: new TestText(before ?? ""), After: new TestText(after ?? ""));
        return new PathVerdict
        {
            Delta = delta,
            Class = ProtectedClass.Tests,
            Tests = tests,
            Restoration = Restoration.Base(Describe(delta, tests.Before, tests.After), IsAdded(delta, tests.Before, tests.After, before)),
        };
    }

    private static PathVerdict OfInline(PathDelta delta, string? before, string after)
    {
        var tests = (Before: new TestText(InlineTests.Of(before)), After: new TestText(InlineTests.Of(after)));
        string code = InlineTests.Join(after, null);
        return new PathVerdict
        {
            Delta = delta,
            Class = ProtectedClass.Tests,
            Tests = tests,
            HasOtherCode = before is null || code.Trim() != InlineTests.Join(before, null).Trim(),
            TestsInBase = InlineTests.Join(before ?? "", after),
            Restoration = new Restoration(
                InlineTests.Join(after, before), KeepsWork: false, Describe(delta, tests.Before, tests.After), IsAdded(delta, tests.Before, tests.After, before)),
        };
    }

    private static Restoration OfConfiguration(PathDelta delta, string? before, string? after, IReadOnlySet<string> baseFiles)
    {
        string name = delta.Path[(delta.Path.LastIndexOf('/') + 1)..];
        if (!delta.IsText || (before is null && !delta.IsAdded) || (after is null && !delta.IsDeleted))
            return OfPlain(delta);

        // A new project brings its own; nothing that the base has depends on it but by the work.
        if (delta.IsAdded && Array.Exists(Manifests, ending => name == ending || (ending[0] == '.' && name.Ends(ending))) && IsInNewDirectory(delta.Path, baseFiles))
            return Restoration.Keep;

        // The mode alone decides whether a script can be run.
        if (before == after)
            return Restoration.Base("mode changed");
        return name switch
        {
            "package.json" or "composer.json" or "deno.json" => JsonManifest.Restore(before, after),
            "pyproject.toml" or "setup.cfg" or "Cargo.toml" => SectionManifest.Restore(before, after),
            "Directory.Packages.props" or "pom.xml" => XmlManifest.Restore(before, after),
            "go.mod" or "Makefile" or "makefile" or "GNUmakefile" or "CMakeLists.txt" => BuildRules.Restore(before, after, baseFiles),
            _ when name.Ends(".csproj") || name.Ends(".fsproj") || name.Ends(".vbproj") || name.Ends(".slnx") => XmlManifest.Restore(before, after),
            _ when name.Ends(".mk") || name.Ends(".cmake") || name.Ends(".gradle") || name.Ends(".gradle.kts") => BuildRules.Restore(before, after, baseFiles),
            _ => OfPlain(delta),
        };
    }

    private static bool IsInNewDirectory(string path, IReadOnlySet<string> baseFiles)
    {
        string directory = path[..(path.LastIndexOf('/') + 1)];
        return directory.Length > 0 && !baseFiles.Any(file => file.Begins(directory));
    }

    private static Restoration OfPlain(PathDelta delta) =>
        Restoration.Base(delta.IsAdded ? "added" : delta.IsDeleted ? "deleted" : "changed", isAdditive: delta.IsAdded);

    private static bool IsAdded(PathDelta delta, TestText before, TestText after, string? text) =>
        delta.IsAdded || text is null || (!delta.IsDeleted && before.Assertions > 0 && before.AssertionsNotIn(after) == 0 && after.Skips <= before.Skips && after.Tests >= before.Tests);

    /// <summary><c>2 assertions removed, 1 skip added</c>.</summary>
    private static string Describe(PathDelta delta, TestText before, TestText after)
    {
        var words = new List<string>();
        if (delta.IsAdded)
            words.Add("new");
        if (delta.IsDeleted)
            words.Add("deleted");

        int lost = before.AssertionsNotIn(after);
        int gained = after.AssertionsNotIn(before);
        int changed = Math.Min(lost, gained);
        Say(changed, "assertion", "changed");
        Say(lost - changed, "assertion", "removed");
        Say(gained - changed, "assertion", "added");
        Say(before.Tests - after.Tests, "test", "removed");
        Say(after.Tests - before.Tests, "test", "added");
        Say(after.Skips - before.Skips, "skip", "added");
        Say(before.Skips - after.Skips, "skip", "removed");
        return words.Count == 0 ? "changed" : string.Join(", ", words);

        void Say(int number, string what, string how)
        {
            if (number > 0)
                words.Add(TestBalance.Counted(number, what, how));
        }
    }
}
