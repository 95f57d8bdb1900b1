using Errand.Gateway.Translation.Profiles;

namespace Errand.Gateway.Translation;

/// <summary>Where a call goes and how it must look there.</summary>
public sealed record ModelTarget
{
    public required UpstreamProtocol Protocol { get; init; }

    /// <summary>The model's name as the upstream knows it.</summary>
    public required string Model { get; init; }

    /// <summary>The name that the answer carries: the client's own. Claude Code drops reasoning when it reads another.</summary>
    public required string AnswerModel { get; init; }

    public required BackendProfile Profile { get; init; }

    /// <summary>Members of a JSON object that are added to the upstream's body and win over translated ones (<c>models.NAME.parameters</c>); empty = none.</summary>
    public RawJson Parameters { get; init; }
}
