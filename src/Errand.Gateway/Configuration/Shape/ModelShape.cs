using Errand.Core.Forms;
using static Errand.Core.Forms.ObjectForm<Errand.Gateway.Configuration.ModelOptions>;

namespace Errand.Gateway.Configuration.Shape;

/// <summary>The keys below <c>models.NAME</c>.</summary>
internal static class ModelShape
{
    public static MapForm<ModelOptions> Models { get; } = new(
        "NAME",
        new ObjectForm<ModelOptions>(
        [
            Key(
                "upstream",
                TextForms.Name,
                model => model.Upstream.Length == 0 ? null : model.Upstream,
                (model, value) => model with { Upstream = value },
                "The upstream that serves it."),
            Key(
                "model",
                GatewayForms.ModelName,
                model => model.Model,
                (model, value) => model with { Model = value },
                "The model's name at the upstream.",
                defaultText: "the name that the client asked for"),
            Key(
                "profile",
                TextForms.Name,
                model => model.Profile,
                (model, value) => model with { Profile = value },
                "What the backend wants differently for this model.",
                defaultText: "the upstream's"),
            Key(
                "parameters",
                new RawObjectForm("an object of members for the upstream's request", "model", "stream", "stream_options", "messages", "input", "tools"),
                model => model.Parameters,
                (model, value) => model with { Parameters = value },
                "Members that are added to every request's body, and win over the client's, such as `{ \"temperature\": 0 }`."),
            Key(
                "fallback",
                new ListForm<string>(GatewayForms.ModelName),
                model => model.Fallback,
                (model, value) => model with { Fallback = value },
                "Where a request goes when this cannot serve it, in order: UPSTREAM/MODEL, or a name of `models`."),
            Key(
                "escalate",
                GatewayForms.ModelName,
                model => model.Escalate,
                (model, value) => model with { Escalate = value },
                "What serves a job that failed with this: UPSTREAM/MODEL, or a name of `models`."),
        ]),
        GatewayForms.AliasPattern(),
        GatewayForms.AllowedAliases,
        name => new ModelOptions { Name = name });
}
