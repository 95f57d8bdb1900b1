using Errand.Core;
using Errand.Core.Forms;
using Errand.Gateway.Translation.Profiles;

namespace Errand.Gateway.Configuration;

/// <summary>What must hold between several keys.</summary>
internal static class GatewayRules
{
    public static IReadOnlyList<string> Protocols { get; } = ["chat", "anthropic", "responses"];

    /// <summary>Adds a problem for every rule that does not hold.</summary>
    public static void Check(GatewayOptions options, Place file)
    {
        var wrong = new List<ProfileProblem>();
        string[] profiles = [.. BackendProfiles.Read(options.Profiles, wrong).Names];
        foreach (ProfileProblem problem in wrong)
        {
            Place place = file.Key("profiles").Key(problem.Profile);
            (problem.Key.Length == 0 ? place : place.Key(problem.Key)).Add($"is {problem.Value} and must be {problem.Allowed}");
        }

        foreach ((string name, UpstreamOptions upstream) in options.Upstreams)
            Check(upstream, profiles, file.Key("upstreams").Key(name));
        foreach ((string name, ModelOptions model) in options.Models)
            Check(model, options, profiles, file.Key("models").Key(name));
        foreach ((string name, ModelOptions _) in options.Models)
            RefuseCycle(name, options, file.Key("models").Key(name));
        CheckClients(options.Serving.Clients, file.Key("gateway").Key("clients"));
    }

    private static void Check(UpstreamOptions upstream, string[] profiles, Place place)
    {
        if (upstream.Protocol is null)
            place.Key("protocol").Add($"is missing; it must be one of {string.Join(", ", Protocols)}");
        if (upstream.BaseUrl.Length == 0)
            place.Key("baseUrl").Add("is missing; it must be the endpoint's URL, such as https://api.example.com/v1");
        if (upstream is { KeyEnv: not null, KeyFile: not null })
            place.Key("keyFile").Add("stands beside keyEnv; keep one of them");
        if (upstream.Profile is { } profile)
            Require("profile", profile, profiles, place.Key("profile"));
    }

    private static void Check(ModelOptions model, GatewayOptions options, string[] profiles, Place place)
    {
        if (model.Upstream.Length == 0)
            place.Key("upstream").Add($"is missing; it must be one of {Names(options.Upstreams.Keys)}");
        else
            Require("upstream", model.Upstream, options.Upstreams.Keys, place.Key("upstream"));
        if (model.Profile is { } profile)
            Require("profile", profile, profiles, place.Key("profile"));
        for (int index = 0; index < model.Fallback.Count; index++)
            RequireTarget(model.Fallback[index], options, place.Key("fallback").Index(index));
        if (model.Escalate is { } escalate)
            RequireTarget(escalate, options, place.Key("escalate"));
    }

    private static void RequireTarget(string target, GatewayOptions options, Place place)
    {
        if (TargetName.IsKnown(target, options))
            return;

        string[] known = [.. options.Models.Keys.Order(StringComparer.Ordinal), .. options.Upstreams.Keys.Order(StringComparer.Ordinal).Select(name => $"{name}/MODEL")];
        place.Add($"is {Escaping.Quote(target, 80)}, which is neither a model nor UPSTREAM/MODEL.{Nearest.Suggest(target, known)} Known: {string.Join(", ", known)}");
    }

    /// <summary>Each way back to where it began is told once, at the name that comes first in the alphabet.</summary>
    private static void RefuseCycle(string start, GatewayOptions options, Place place)
    {
        var way = new List<string> { start };
        if (Leads(start, start, options, way, []) && way.All(name => string.CompareOrdinal(start, name) <= 0))
            place.Add($"leads back to itself through fallback or escalate: {string.Join(" → ", way)} → {start}");
    }

    private static bool Leads(string from, string to, GatewayOptions options, List<string> way, HashSet<string> seen)
    {
        if (!options.Models.TryGetValue(from, out ModelOptions? model))
            return false;

        foreach (string next in model.Escalate is null ? model.Fallback : model.Fallback.Append(model.Escalate))
        {
            if (!options.Models.ContainsKey(next))
                continue;
            if (next == to)
                return true;
            if (!seen.Add(next))
                continue;

            way.Add(next);
            if (Leads(next, to, options, way, seen))
                return true;

            way.RemoveAt(way.Count - 1);
        }

        return false;
    }

    private static void CheckClients(IReadOnlyList<ClientOptions> clients, Place place)
    {
        var names = new HashSet<string>();
        for (int index = 0; index < clients.Count; index++)
        {
            Place at = place.Index(index);
            if (clients[index].Name.Length == 0)
                at.Key("name").Add($"is missing; it must be {TextForms.AllowedNames}");
            else if (!names.Add(clients[index].Name))
                at.Key("name").Add($"is {Escaping.Quote(clients[index].Name, 80)}, which another client has already");
            if (clients[index].TokenFile.Length == 0)
                at.Key("tokenFile").Add("is missing; it must be the path of a file that holds the client's token");
        }
    }

    private static void Require(string what, string name, IEnumerable<string> known, Place place)
    {
        if (!known.Contains(name))
            place.Add($"names the {what} {Escaping.Quote(name, 80)}, which does not exist.{Nearest.Suggest(name, known)} Known: {Names(known)}");
    }

    private static string Names(IEnumerable<string> known) => string.Join(", ", known.Order(StringComparer.Ordinal)) is { Length: > 0 } names ? names : "none";
}
