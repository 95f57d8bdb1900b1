using System.Collections.Frozen;

namespace Errand.Jobs.Verification.Completeness;

/// <summary>New files that a runtime takes for something else: a module of its own library, the test runner, a start-up hook.</summary>
internal static class ShadowingFiles
{
    private static readonly FrozenSet<string> PythonAnywhere = FrozenSet.Create("sitecustomize.py", "usercustomize.py");

    private static readonly FrozenSet<string> PythonModules = FrozenSet.Create(
        "unittest", "pytest", "_pytest", "doctest", "nose", "hypothesis", "time", "datetime", "random", "math", "os", "sys", "json", "re", "subprocess", "threading", "socket", "asyncio",
        "functools", "itertools", "collections", "builtins", "importlib", "traceback", "pdb", "io", "atexit", "mock", "coverage");

    /// <summary>Where Python looks first: the directory that it is started in, and that of the test.</summary>
    private static readonly FrozenSet<string> PythonRoots = FrozenSet.Create("", "src", "lib", "test", "tests");

    /// <param name="path">A new file.</param>
    /// <returns>What it hides, as a sentence; null = nothing.</returns>
    public static string? Of(string path)
    {
        string[] names = path.Split('/');
        if (names.Contains("node_modules"))
            return "It is a file of node_modules, which tests load in place of the installed package.";
        string file = names[^1];
        if (PythonAnywhere.Contains(file))
            return $"Python runs {file} before any other code.";

        // unittest.py beside the tests, or unittest/__init__.py.
        bool isPackage = names.Length > 1 && file == "__init__.py";
        string module = isPackage ? names[^2] : file.EndsWith(".py", StringComparison.Ordinal) ? file[..^3] : "";
        string directory = string.Join('/', isPackage ? names[..^2] : names[..^1]);
        return PythonModules.Contains(module) && PythonRoots.Contains(directory) ? $"Python loads it in place of the module {module}." : null;
    }
}
