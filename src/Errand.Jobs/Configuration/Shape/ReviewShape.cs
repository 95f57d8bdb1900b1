using Errand.Core.Forms;
using static Errand.Core.Forms.ObjectForm<Errand.Jobs.Configuration.ReviewSettings>;

namespace Errand.Jobs.Configuration.Shape;

/// <summary>The keys below <c>review</c>.</summary>
internal static class ReviewShape
{
    public static ObjectForm<ReviewSettings> Review { get; } = new(
    [
        Key(
            "worker",
            TextForms.Name,
            review => review.Worker,
            (review, value) => review with { Worker = value },
            "The worker that reads the work of jobs with `--review`.",
            defaultText: "one with another driver than the job's, else the job's own unless that is a command"),
        Key(
            "tier",
            TextForms.Name,
            review => review.Tier,
            (review, value) => review with { Tier = value },
            "The tier whose worker, model and effort it has.",
            defaultText: "none"),
        Key(
            "rounds",
            Scalars.Count(0, 10),
            review => review.Rounds,
            (review, value) => review with { Rounds = value },
            "How often its grave findings alone send work back by themselves, where a job has `--revise`."),
    ]);
}
