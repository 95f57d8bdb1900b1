using Errand.Processes;

namespace Errand.Jobs.Supervision;

/// <summary>The variable that every process of a job carries, so that leftovers can be found even when their parents are gone.</summary>
public static class RunMarker
{
    public const string Variable = "ERRAND_RUN";

    public static string NewToken() => Guid.NewGuid().ToString("N");

    public static ProcessMarker Of(string token) => new(Variable, token);

    /// <summary>The marker of checks that run on the base beside the worker: its end must not be theirs.</summary>
    public static ProcessMarker OfBase(string token) => new(Variable, token + "-base");

    public static Dictionary<string, string> Variables(string token) => new() { [Variable] = token };
}
