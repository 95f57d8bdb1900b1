using System.Text.Json.Serialization;
using Errand.Core;

namespace Errand.Jobs.Supervision;

/// <summary>One line to a supervisor's <c>ctl.sock</c>.</summary>
/// <param name="Op">What is asked for.</param>
/// <param name="Reason">Why, with <see cref="ControlOperation.Cancel"/>.</param>
/// <param name="By">Who asks.</param>
/// <param name="Why">Why, in their words.</param>
/// <param name="More">How much more, with <see cref="ControlOperation.Raise"/>.</param>
/// <param name="Request">Which request it is, with <see cref="ControlOperation.Raise"/>: one that is made again counts once.</param>
internal sealed record ControlRequest(ControlOperation Op, CancelReason? Reason = null, string? By = null, string? Why = null, Budget? More = null, string? Request = null);

/// <summary>What a supervisor can be asked.</summary>
[JsonConverter(typeof(SnakeCaseJsonConverter<ControlOperation>))]
internal enum ControlOperation
{
    /// <summary>How the job does: one <see cref="ControlReply"/>.</summary>
    Status,

    /// <summary>End the worker, keep its work: one reply at once; the journal tells when it is done.</summary>
    Cancel,

    /// <summary>Allow the job more while it goes on: one reply, which is not ok when a call was refused already, so that the job is about to wait.</summary>
    Raise,

    /// <summary>A reply, then every event of the worker as a line until the job's supervisor ends.</summary>
    Attach,
}
