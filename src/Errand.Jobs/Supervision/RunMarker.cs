using Errand.Processes;

namespace Errand.Jobs.Supervision;

/// <summary>The variable that every process of a job carries, so that leftovers can be found even when their parents are gone.</summary>
public static class RunMarker
{
    public const string Variable = "ERRAND_RUN";

    public static string NewToken() => Guid.NewGuid().ToString("N");

    public static ProcessMarker Of(string token) => new(Variable, token);

    public static Dictionary<string, string> Variables(string token) => new() { [Variable] = token };
}
