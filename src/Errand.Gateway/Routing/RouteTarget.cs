using Errand.Gateway.Translation;
using Errand.Gateway.Translation.Profiles;
using Errand.Gateway.Upstreams;

namespace Errand.Gateway.Routing;

/// <summary>One place where a model can be served.</summary>
/// <param name="Upstream">The endpoint.</param>
/// <param name="Model">The model's name there; null = as the client said it.</param>
/// <param name="Profile">What the backend wants.</param>
/// <param name="Parameters">Members to add to the body.</param>
internal sealed record RouteTarget(Upstream Upstream, string? Model, BackendProfile Profile, RawJson Parameters)
{
    /// <summary>The output limit among <see cref="Parameters"/>; 0 = there is none.</summary>
    public long OwnLimit { get; init; }

    public string ModelFor(string requested) => Model ?? requested;

    /// <summary>The most output that a request allows here: what the configuration says for all of them, else what the client does, up to what the backend takes.</summary>
    /// <param name="said">What the client allows; 0 = it did not say.</param>
    public long MostOutput(long said)
    {
        if (OwnLimit > 0)
            return OwnLimit;
        if (Upstream.Protocol != UpstreamProtocol.Chat || said == 0)
            return said;
        return Profile.MaxTokens == "none" ? 0 : Math.Min(said, Profile.MaxTokensLimit ?? said);
    }

    public ModelTarget For(string requested) => new()
    {
        Protocol = Upstream.Protocol,
        Model = ModelFor(requested),
        AnswerModel = requested,
        Profile = Profile,
        Parameters = Parameters,
    };
}
