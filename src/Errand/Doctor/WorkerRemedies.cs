using Errand.Core;

namespace Errand.Doctor;

/// <summary>What to type when a worker cannot be used.</summary>
internal static class WorkerRemedies
{
    /// <summary>For Codex's own sandbox, which needs unprivileged user namespaces.</summary>
    public const string Sandbox =
        "sysctl -w user.max_user_namespaces=10000, on Ubuntu also kernel.apparmor_restrict_unprivileged_userns=0, and in a container a profile that allows them; codex sandbox -- /bin/true shows whether it works";

    public static string For(WorkerSpec worker, ErrandException fault, string configurationFile)
    {
        string key = $"workers.{worker.Name}";
        if (fault.Error == ErrorCatalog.WorkerProgramMissing && Package(worker) is { } package)
            return worker.Command.Count == 0 ? $"npm install -g {package}" : $"correct {key}.command in '{configurationFile}', or npm install -g {package}";
        if (fault.Error == ErrorCatalog.WorkerProgramMissing)
            return $"give {key}.command in '{configurationFile}' as a list that begins with a program that exists";
        if (fault.Error == ErrorCatalog.WorkerProgramUnsuitable && Package(worker) is { } update)
            return worker.Command.Count == 0 ? $"npm install -g {update}@latest" : $"correct {key}.command in '{configurationFile}', or npm install -g {update}@latest";
        if (fault.Error == ErrorCatalog.WorkerSandbox)
            return Sandbox;
        if (fault.Error == ErrorCatalog.WorkerKeyUnavailable)
            return Credential(worker, configurationFile);
        return fault.Error.Remedy.TrimEnd('.');
    }

    private static string Credential(WorkerSpec worker, string configurationFile) => worker switch
    {
        { KeyEnv: { } variable } => $"export {variable}=… where errand is started",
        { KeyFile: { } file } => $"write the key into '{file}', then chmod 600 '{file}'",
        { OwnLogin: true } => $"{Login(worker)}",
        _ => $"set workers.{worker.Name}.keyEnv to \"{Variable(worker)}\" in '{configurationFile}' and export {Variable(worker)}=…, or set workers.{worker.Name}.auth to \"own\" and {Login(worker)}",
    };

    private static string Login(WorkerSpec worker) => worker.Driver == "codex" ? "codex login" : "log in with claude /login";

    private static string Variable(WorkerSpec worker) => worker.Driver == "codex" ? "OPENAI_API_KEY" : "ANTHROPIC_API_KEY";

    private static string? Package(WorkerSpec worker) => worker.Driver switch
    {
        "claude" => "@anthropic-ai/claude-code",
        "codex" => "@openai/codex",
        _ => null,
    };
}
