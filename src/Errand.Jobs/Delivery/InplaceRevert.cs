using Errand.Core;
using Errand.Jobs.Git;
using Errand.Jobs.Workspaces;

namespace Errand.Jobs.Delivery;

/// <summary>Takes back what a job did in place: the paths that it touched, and only while they are as it left them.</summary>
public sealed class InplaceRevert(GitClient git, TimeProvider clock)
{
    /// <param name="request">The work to take back.</param>
    /// <param name="workspace">The job's workspace.</param>
    /// <param name="cancellationToken">Ends it before the first file is written.</param>
    /// <exception cref="ErrandException">Paths were changed since (the message lists them), or the tree cannot be written.</exception>
    public async Task<DeliveredFiles> RevertAsync(DeliveryRequest request, PreparedWorkspace workspace, CancellationToken cancellationToken)
    {
        var form = new RawForm(git, request.Repository, request.Base, request.IndexFile, workspace.Record.KeepsModes);
        return await new TreeDelivery(git, clock).DeliverAsync(
            request, request.Commit, request.Base, form, ("Taking back the work", "Save what you want to keep of those files, then put them back as the job left them or revert by hand."), cancellationToken);
    }
}
