using Errand.Core;

namespace Errand.Jobs.Workers;

/// <summary>Reads a worker's key from where the configuration says it is.</summary>
internal static class WorkerKey
{
    /// <summary>Keys are a few hundred characters at most; more is another file.</summary>
    private const int LongestFile = 64 * 1024;

    /// <returns>The key; null = none is configured.</returns>
    /// <exception cref="ErrandException">ERR5004: it cannot be read. ERR5005: two sources are named.</exception>
    public static string? Read(WorkerContext context)
    {
        WorkerSpec worker = context.Worker;
        return (worker.KeyEnv, worker.KeyFile) switch
        {
            (null, null) => null,
            ({ } variable, null) => FromVariable(worker, variable, context.UserEnvironment),
            (null, { } file) => FromFile(worker, file),
            _ => throw new ErrandException(
                ErrorCatalog.WorkerSettings, $"Worker '{worker.Name}' names both keyEnv '{worker.KeyEnv}' and keyFile '{worker.KeyFile}'. Keep one of them."),
        };
    }

    private static string FromVariable(WorkerSpec worker, string variable, IReadOnlyDictionary<string, string> environment)
    {
        string key = environment.GetValueOrDefault(variable)?.Trim() ?? "";
        return IsUsable(key)
            ? key
            : throw new ErrandException(
                ErrorCatalog.WorkerKeyUnavailable,
                $"The variable '{variable}', which worker '{worker.Name}' names as keyEnv, {(key.Length == 0 ? "is not set" : "is not one line of plain text")}. "
                + $"Set it with `export {variable}=…` where errand is started, or use keyFile.");
    }

    private static string FromFile(WorkerSpec worker, string file)
    {
        string remedy = $"Write the key into '{file}', which worker '{worker.Name}' names as keyFile, and make it readable for you alone with `chmod 600`.";
        try
        {
            var info = new FileInfo(file);
            if (!info.Exists || info.Length > LongestFile)
                throw new ErrandException(ErrorCatalog.WorkerKeyUnavailable, $"'{file}' {(info.Exists ? "is too long for a key" : "does not exist")}. {remedy}");

            string key = File.ReadAllText(file).Trim();
            return IsUsable(key)
                ? key
                : throw new ErrandException(
                    ErrorCatalog.WorkerKeyUnavailable, $"'{file}' {(key.Length == 0 ? "is empty" : "is not one line of plain text")}. {remedy}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ErrandException(ErrorCatalog.WorkerKeyUnavailable, $"'{file}' cannot be read: {e.Message} {remedy}", e);
        }
    }

    // It becomes a header: anything else would be refused later, with less to say about it.
    private static bool IsUsable(string key) => key.Length > 0 && key.All(character => character is > ' ' and <= '~');
}
