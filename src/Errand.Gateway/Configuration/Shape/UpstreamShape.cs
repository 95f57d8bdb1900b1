using Errand.Core.Forms;
using Errand.Gateway.Translation;
using static Errand.Core.Forms.ObjectForm<Errand.Gateway.Configuration.UpstreamOptions>;

namespace Errand.Gateway.Configuration.Shape;

/// <summary>The keys below <c>upstreams.NAME</c>.</summary>
internal static class UpstreamShape
{
    public static MapForm<UpstreamOptions> Upstreams { get; } = new(
        "NAME",
        new ObjectForm<UpstreamOptions>(
        [
            Key(
                "protocol",
                Scalars.OneOf([.. GatewayRules.Protocols.Select(name => (name, ProtocolOf(name)))]),
                upstream => upstream.Protocol,
                (upstream, value) => upstream with { Protocol = value },
                "What the endpoint speaks: OpenAI Chat Completions, Anthropic Messages or OpenAI Responses."),
            Key(
                "baseUrl",
                TextForms.Url,
                upstream => upstream.BaseUrl.Length == 0 ? null : upstream.BaseUrl,
                (upstream, value) => upstream with { BaseUrl = value },
                "Where it is, up to but without `/chat/completions`, `/messages` or `/responses`."),
            Key(
                "keyFile",
                GatewayForms.FilePath,
                upstream => upstream.KeyFile,
                (upstream, value) => upstream with { KeyFile = value },
                "A file whose text is the endpoint's key; read at start."),
            Key(
                "keyEnv",
                TextForms.VariableName,
                upstream => upstream.KeyEnv,
                (upstream, value) => upstream with { KeyEnv = value },
                "Name of the variable that holds the endpoint's key; instead of keyFile."),
            Key(
                "keyHeader",
                Scalars.OneOf<KeyHeader?>(("bearer", KeyHeader.Bearer), ("x-api-key", KeyHeader.XApiKey)),
                upstream => upstream.KeyHeader,
                (upstream, value) => upstream with { KeyHeader = value },
                "How the key is sent.",
                defaultText: "`x-api-key` for protocol anthropic, else `bearer`"),
            Key(
                "profile",
                TextForms.Name,
                upstream => upstream.Profile,
                (upstream, value) => upstream with { Profile = value },
                "What the backend wants differently: a built-in profile, or one of `profiles`.",
                defaultText: "generic"),
        ]),
        TextForms.NamePattern(),
        TextForms.AllowedNames,
        name => new UpstreamOptions { Name = name });

    private static UpstreamProtocol? ProtocolOf(string name) => Enum.Parse<UpstreamProtocol>(name, ignoreCase: true);
}
