using Errand.Core;
using Errand.Jobs.Git;

namespace Errand.Jobs.Delivery;

/// <summary>
/// Brings work into the user's checkout as uncommitted changes. Each touched path must be as the base has it, or as the work has it already, seen through
/// the user's own filters and line ends; otherwise nothing is written. Killed in the middle, it is simply repeated.
/// </summary>
public sealed class CheckoutDelivery(GitClient git, TimeProvider clock)
{
    /// <exception cref="ErrandException">Paths collide (the message lists them), or the checkout cannot be written.</exception>
    public async Task<DeliveredFiles> AcceptAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        UserForm form = await UserForm.OpenAsync(git, request.Repository, request.Commit, request.IndexFile, cancellationToken);
        return await new TreeDelivery(git, clock).DeliverAsync(
            request, request.Base, request.Commit, form, ("The work", "Commit, stash or revert those files, or accept into a branch."), cancellationToken);
    }
}
