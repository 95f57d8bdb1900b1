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
    public string ModelFor(string requested) => Model ?? requested;

    public ModelTarget For(string requested) => new()
    {
        Protocol = Upstream.Protocol,
        Model = ModelFor(requested),
        AnswerModel = requested,
        Profile = Profile,
        Parameters = Parameters,
    };
}
