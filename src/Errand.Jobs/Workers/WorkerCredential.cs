using Errand.Core;

namespace Errand.Jobs.Workers;

/// <summary>Finds out which credential a worker calls its model with. There must be exactly one: programs that are given several send them all.</summary>
internal static class WorkerCredential
{
    /// <param name="context">The worker.</param>
    /// <param name="variables">Variables that the program itself takes for credentials.</param>
    /// <param name="login">The command with which a person logs in to the program.</param>
    /// <returns>The token for the job's gateway, or the configured key; null = the worker uses its own login, a variable, or an endpoint that asks for nothing.</returns>
    /// <exception cref="ErrandException">ERR5004: there is no credential, or it cannot be read. ERR5005: there is more than one, or it would go to a stranger.</exception>
    public static string? ReadKey(WorkerContext context, IReadOnlyList<string> variables, string login)
    {
        WorkerSpec worker = context.Worker;
        string? key = WorkerKey.Read(context);
        List<string> sources = [.. GivenVariables(context, variables)];
        if (context.Gateway is not null)
            sources.Add("Errand's gateway, which serves its model");
        if (worker.KeyEnv is not null)
            sources.Add("keyEnv");
        if (worker.KeyFile is not null)
            sources.Add("keyFile");
        if (worker.OwnLogin)
            sources.Add("auth \"own\"");

        if (sources.Count > 1)
        {
            throw new ErrandException(
                ErrorCatalog.WorkerSettings, $"Worker '{worker.Name}' has more than one credential: {string.Join(", ", sources)}. Keep one of them.");
        }

        if (worker is { OwnLogin: true, BaseUrl: not null })
        {
            throw new ErrandException(
                ErrorCatalog.WorkerSettings, $"Worker '{worker.Name}' would send your own login to '{worker.BaseUrl}'. Remove baseUrl, or set auth to \"key\".");
        }

        if (sources.Count == 0 && worker.BaseUrl is null)
        {
            throw new ErrandException(
                ErrorCatalog.WorkerKeyUnavailable,
                $"Worker '{worker.Name}' has no credential. Name the variable of its API key as keyEnv, or set auth to \"own\" and log in with `{login}`.");
        }

        return context.Gateway?.Token ?? key;
    }

    /// <summary>Those of the variables that the configuration sets or passes on.</summary>
    public static IEnumerable<string> GivenVariables(WorkerContext context, IReadOnlyList<string> variables) => variables.Where(name =>
        context.Worker.Env.ContainsKey(name) || (context.Worker.PassEnv.Contains(name) && context.UserEnvironment.ContainsKey(name)));
}
