using Errand.Core.Forms;
using static Errand.Core.Forms.ObjectForm<Errand.Jobs.Configuration.LimitSettings>;

namespace Errand.Jobs.Configuration.Shape;

/// <summary>The keys below <c>limits</c>.</summary>
internal static class LimitShape
{
    private static readonly TextForm<TimeSpan> RunTime = Scalars.Time(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));

    public static ObjectForm<LimitSettings> Limits { get; } = new(
    [
        Key(
            "timeout",
            RunTime,
            limits => limits.Timeout,
            (limits, value) => limits with { Timeout = value },
            "Longest time for one attempt's worker.",
            "ERRAND_TIMEOUT"),
        Key(
            "stall",
            RunTime,
            limits => limits.Stall,
            (limits, value) => limits with { Stall = value },
            "Longest silence of a worker that uses no CPU and writes nothing.",
            "ERRAND_STALL"),
        Key(
            "grace",
            Scalars.Time(TimeSpan.Zero, TimeSpan.FromMinutes(1)),
            limits => limits.Grace,
            (limits, value) => limits with { Grace = value },
            "Time between the interrupt and the kill when a worker is ended.",
            "ERRAND_GRACE"),
        Key(
            "checkTimeout",
            RunTime,
            limits => limits.CheckTimeout,
            (limits, value) => limits with { CheckTimeout = value },
            "Longest run of a check that sets no time of its own.",
            "ERRAND_CHECK_TIMEOUT"),
        Key(
            "slots",
            Scalars.Count(1, 256),
            limits => limits.Slots,
            (limits, value) => limits with { Slots = value },
            "Jobs that work at once; the others wait as queued.",
            "ERRAND_SLOTS",
            "2 for each processor, at least 4 and at most 16"),
        Key(
            "reworks",
            Scalars.Count(0, 10),
            limits => limits.Reworks,
            (limits, value) => limits with { Reworks = value },
            "How often a job may be sent back with rework, by its host or by Errand itself."),
        Key(
            "revise",
            Scalars.Count(0, 10),
            limits => limits.Revise,
            (limits, value) => limits with { Revise = value },
            "How often Errand itself sends failed work back to its worker, where the job does not say it."),
        Key(
            "maxFiles",
            Scalars.Count(1, 1_000_000),
            limits => limits.MaxFiles,
            (limits, value) => limits with { MaxFiles = value },
            "Most files that one job may change."),
        Key(
            "maxBytes",
            Scalars.Bytes(1L << 10, 64L << 30),
            limits => limits.MaxBytes,
            (limits, value) => limits with { MaxBytes = value },
            "Most bytes of changed files that one job may leave."),
    ]);
}
