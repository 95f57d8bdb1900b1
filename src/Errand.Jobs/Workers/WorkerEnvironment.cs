namespace Errand.Jobs.Workers;

/// <summary>
/// The environment of workers, made from nothing: what a program needs to run, what the driver adds, and what the configuration names.
/// Nothing else of the user's own environment reaches a worker.
/// </summary>
internal static class WorkerEnvironment
{
    /// <summary>All variables of a worker; what comes later wins: the basis, the driver's, passed ones, the configuration's, the job's.</summary>
    public static Dictionary<string, string> Of(WorkerContext context, IReadOnlyDictionary<string, string> driverVariables)
    {
        var variables = Basis(context);
        Add(variables, driverVariables);
        foreach (string name in context.Worker.PassEnv)
        {
            if (context.UserEnvironment.TryGetValue(name, out string? value))
                variables[name] = value;
        }

        Add(variables, context.Worker.Env);
        Add(variables, context.JobVariables);
        return variables;
    }

    /// <summary>The directories in which programs are looked up, for the worker and by it. Relative ones would be the repository's.</summary>
    public static string SearchPath(WorkerContext context) =>
        Core.SearchPath.Absolute(context.Worker.Env.GetValueOrDefault("PATH") ?? context.UserEnvironment.GetValueOrDefault("PATH"));

    /// <summary>
    /// An identity for commits that the worker or the repository's tests make. As the least of git's configuration files, so that a
    /// repository's own settings win, which variables such as GIT_AUTHOR_NAME would override.
    /// </summary>
    /// <param name="home">The directory that is HOME for the worker's commands.</param>
    public static WorkerFile GitConfiguration(string home) => new(
        Path.Combine(home, ".gitconfig"),
        "[user]\n\tname = Errand worker\n\temail = worker@errand.invalid\n[init]\n\tdefaultBranch = main\n"u8.ToArray());

    private static Dictionary<string, string> Basis(WorkerContext context)
    {
        IReadOnlyDictionary<string, string> user = context.UserEnvironment;
        var variables = new Dictionary<string, string>
        {
            ["HOME"] = context.HomeDirectory,
            ["PATH"] = SearchPath(context),
            ["SHELL"] = user.GetValueOrDefault("SHELL") ?? "/bin/sh",
            // No colours, no cursor movement: nobody looks at a terminal.
            ["NO_COLOR"] = "1",
            ["TERM"] = "dumb",
            ["TMPDIR"] = context.TempDirectory,
        };
        foreach (string name in (string[])["LANG", "LC_ALL", "LOGNAME", "TZ", "USER"])
        {
            if (user.TryGetValue(name, out string? value) && value.Length > 0)
                variables[name] = value;
        }

        if (!variables.ContainsKey("LC_ALL"))
            variables.TryAdd("LANG", "C.UTF-8");
        return variables;
    }

    private static void Add(Dictionary<string, string> variables, IReadOnlyDictionary<string, string> further)
    {
        foreach ((string name, string value) in further)
            variables[name] = value;
    }
}
