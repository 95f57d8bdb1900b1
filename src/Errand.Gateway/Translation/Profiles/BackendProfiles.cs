using System.Text.Json;
using Errand.Core;

namespace Errand.Gateway.Translation.Profiles;

/// <summary>Profiles by name: those that are built in, and those that a user wrote, which win.</summary>
public sealed class BackendProfiles
{
    public const string Generic = "generic";

    private const int ShownCharacters = 80;

    private readonly Dictionary<string, BackendProfile> profiles;

    private BackendProfiles(Dictionary<string, BackendProfile> profiles) => this.profiles = profiles;

    public static BackendProfiles BuiltIn { get; } = ReadBuiltIn();

    public IEnumerable<string> Names => profiles.Keys;

    public BackendProfile? Find(string name) => profiles.GetValueOrDefault(name);

    /// <summary>The built-in profiles and a user's own. Each begins as the one that it <c>extends</c> (default <c>generic</c>) and changes the keys that it names.</summary>
    /// <param name="own">By name. One with the name of a built-in profile takes its place, and may extend it.</param>
    /// <param name="problems">Takes what is wrong; the key is then left as it was.</param>
    public static BackendProfiles Read(IReadOnlyDictionary<string, JsonElement> own, ICollection<ProfileProblem> problems)
    {
        var profiles = new Dictionary<string, BackendProfile>(BuiltIn.profiles);
        foreach (var name in own.Keys)
            profiles[name] = Resolve(name, own, [], problems);
        return new BackendProfiles(profiles);
    }

    private static BackendProfile Resolve(string name, IReadOnlyDictionary<string, JsonElement> own, HashSet<string> above, ICollection<ProfileProblem> problems)
    {
        var element = own[name];
        if (element.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new(name, "", Shown(element), "an object"));
            return BuiltIn.profiles[Generic] with { Name = name };
        }

        above.Add(name);
        var profile = Base(name, element, own, above, problems) with { Name = name };
        // A base's problems are told once, where the base itself is read.
        return Apply(profile, element, above.Count > 1 ? [] : problems);
    }

    private static BackendProfile Base(string name, JsonElement element, IReadOnlyDictionary<string, JsonElement> own, HashSet<string> above, ICollection<ProfileProblem> problems)
    {
        if (!element.TryGetProperty(ProfileKeys.Extends, out var extends))
            return BuiltIn.profiles[Generic];

        var wanted = extends.ValueKind == JsonValueKind.String ? extends.GetString()! : "";
        if (own.ContainsKey(wanted) && !above.Contains(wanted))
            return Resolve(wanted, own, above, problems);
        if (BuiltIn.profiles.TryGetValue(wanted, out var builtIn) && (wanted == name || !own.ContainsKey(wanted)))
            return builtIn;

        var names = string.Join(", ", BuiltIn.Names.Concat(own.Keys).Distinct().Where(other => other != name));
        problems.Add(new(name, ProfileKeys.Extends, Shown(extends), above.Contains(wanted) ? "a profile that does not extend this one" : $"one of {names}"));
        return BuiltIn.profiles[Generic];
    }

    private static BackendProfile Apply(BackendProfile profile, JsonElement element, ICollection<ProfileProblem> problems)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (member.Name == ProfileKeys.Extends)
                continue;

            var key = ProfileKeys.All.FirstOrDefault(key => key.Name == member.Name);
            if (key is null)
            {
                var known = ProfileKeys.All.Select(known => known.Name).Prepend(ProfileKeys.Extends).ToList();
                problems.Add(new(profile.Name, member.Name, Shown(member.Value), Nearest.Of(member.Name, known) is { } near ? $"'{near}', perhaps" : $"one of {string.Join(", ", known)}"));
            }
            else if (key.Set(profile, member.Value) is { } changed)
            {
                profile = changed;
            }
            else
            {
                problems.Add(new(profile.Name, member.Name, Shown(member.Value), key.Allowed));
            }
        }

        return profile;
    }

    private static BackendProfiles ReadBuiltIn()
    {
        using var stream = typeof(BackendProfiles).Assembly.GetManifestResourceStream("profiles.json")!;
        using var document = JsonDocument.Parse(stream);
        var profiles = new Dictionary<string, BackendProfile>();
        var problems = new List<ProfileProblem>();
        foreach (var member in document.RootElement.EnumerateObject())
        {
            var start = profiles.GetValueOrDefault(Generic) ?? new BackendProfile { Name = Generic };
            profiles[member.Name] = Apply(start with { Name = member.Name }, member.Value, problems);
        }

        return problems.Count == 0 ? new BackendProfiles(profiles) : throw new InvalidOperationException($"profiles.json: {problems[0]}");
    }

    private static string Shown(JsonElement element)
    {
        var text = element.GetRawText();
        return text.Length <= ShownCharacters ? text : $"{text[..ShownCharacters]}…";
    }
}
