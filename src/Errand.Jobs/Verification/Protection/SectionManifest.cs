namespace Errand.Jobs.Verification;

/// <summary>
/// A manifest of <c>[sections]</c>, TOML or INI, that holds both dependencies and settings of runners. The worker's file stays, with the latter as in the base.
/// </summary>
internal static class SectionManifest
{
    /// <summary>Beginnings of names of sections that configure runners, linters, coverage or how tests are built.</summary>
    private static readonly string[] Settings =
    [
        "tool.pytest", "tool.coverage", "tool.ruff", "tool.mypy", "tool.pylint", "tool.flake8", "tool.tox", "tool.nox", "tool.nose", "tool.pyright", "tool.isort", "tool.black",
        "tool.hatch.envs", "tool.hatch.scripts", "tool.pdm.scripts", "tool.poe", "tool.taskipy", "tool.tasks",
        "tool:pytest", "pytest", "coverage", "flake8", "mypy", "tox", "testenv", "pycodestyle", "pylint", "isort", "aliases", "nosetests", "unittest",
        "[test", "[bench", "lib", "profile", "lints", "workspace.lints", "patch", "replace", "build", "target.", "alias", "env",
    ];

    /// <summary>Keys of other sections that decide whether tests are found.</summary>
    private static readonly string[] Keys = ["autotests", "autobenches", "autobins", "build", "harness", "test", "testpaths"];

    public static Restoration Restore(string? before, string? after)
    {
        if (before is null || after is null)
            return Restoration.Base(before is null ? "added" : "deleted", isAdditive: before is null);

        List<Section> old = Split(before);
        List<Section> young = Split(after);
        string[] changed =
        [
            .. old.Concat(young).Select(section => section.Name).Distinct()
                .Where(name => IsProtected(name) ? Text(old, name) != Text(young, name) : KeysOf(old, name) != KeysOf(young, name)),
        ];
        if (changed.Length == 0)
            return Restoration.Keep;

        string mixed = string.Concat(young.Where(section => !changed.Contains(section.Name)).Select(section => section.Text)).TrimEnd('\n') + "\n\n"
            + string.Concat(old.Where(section => changed.Contains(section.Name)).Select(section => section.Text.TrimEnd('\n') + "\n"));

        // What stands before the first section has no name to be put back under.
        return changed.Contains("")
            ? Restoration.Base("changed")
            : Restoration.Mixed(mixed, string.Join(", ", changed.Take(3).Select(name => $"section {PlainName.Of(name)} changed")));
    }

    private static bool IsProtected(string name) => Array.Exists(Settings, beginning => name.Begins(beginning));

    private static string Text(List<Section> sections, string name) =>
        string.Concat(sections.Where(section => section.Name == name).Select(section => section.Text.Trim() + "\n"));

    private static string KeysOf(List<Section> sections, string name) => string.Join('\n', sections
        .Where(section => section.Name == name && !name.Contains("dependencies", StringComparison.Ordinal))
        .SelectMany(section => section.Text.Split('\n'))
        .Select(line => line.Split('=', 2))
        .Where(parts => parts.Length == 2 && Array.IndexOf(Keys, parts[0].Trim()) >= 0)
        .Select(parts => $"{parts[0].Trim()}={parts[1].Trim()}"));

    private static List<Section> Split(string text)
    {
        var sections = new List<Section>();
        string name = "";
        var lines = new List<string>();
        foreach (string line in text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            if (line.Begins("[") && line.TrimEnd().Ends("]"))
            {
                Add();
                name = line.Trim()[1..^1].Trim();
            }

            lines.Add(line);
        }

        Add();
        return sections;

        void Add()
        {
            if (lines.Count > 0)
                sections.Add(new Section(name, string.Join('\n', lines) + "\n"));
            lines.Clear();
        }
    }

    private readonly record struct Section(string Name, string Text);
}
