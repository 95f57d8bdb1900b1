using Errand.Core.Forms;
using static Errand.Core.Forms.ObjectForm<Errand.Jobs.Configuration.TierSettings>;

namespace Errand.Jobs.Configuration.Shape;

/// <summary>The keys below <c>tiers.NAME</c>.</summary>
internal static class TierShape
{
    public static MapForm<TierSettings> Tiers { get; } = new(
        "NAME",
        new ObjectForm<TierSettings>(
        [
            Key(
                "worker",
                TextForms.Name,
                tier => tier.Worker,
                (tier, value) => tier with { Worker = value },
                "The worker that this tier uses.",
                defaultText: "the job's own, or `defaultWorker`"),
            Key(
                "model",
                TextForms.Setting,
                tier => tier.Model,
                (tier, value) => tier with { Model = value },
                "The model's name as the worker's CLI takes it.",
                defaultText: "the worker's"),
            Key(
                "effort",
                TextForms.Setting,
                tier => tier.Effort,
                (tier, value) => tier with { Effort = value },
                "Reasoning effort as the worker's CLI takes it.",
                defaultText: "`low` for fast, `high` for think, else the worker's"),
        ]),
        TextForms.NamePattern(),
        TextForms.AllowedNames,
        _ => new TierSettings());
}
