using Errand.Jobs.Sandbox;

namespace Errand.Doctor;

/// <summary>What was found of one rung, as a line of the report.</summary>
/// <param name="Rung">The rung.</param>
/// <param name="What">Its name in the report; there are two ways to an overlay.</param>
/// <param name="Works">Whether it does.</param>
/// <param name="IsChosen">Whether jobs get this one where several ways lead to the same rung.</param>
/// <param name="Reason">With what it works, or why it does not and what would help; escaped, without a full stop.</param>
internal sealed record LadderRung(IsolationRung Rung, string What, bool Works, bool IsChosen, string Reason);
