using Errand.Core;
using Errand.Jobs.Models;

namespace Errand.Jobs.Workers;

/// <summary>Decides whose model calls go through Errand's own gateway.</summary>
public static class GatewayUse
{
    /// <summary>
    /// The worker, marked if the gateway serves it: its model is one of <c>models</c>, and the configuration gives it no endpoint, key or login of
    /// its own, which would be the plainer wish.
    /// </summary>
    public static WorkerSpec Resolve(WorkerSpec worker, IModelGateway gateway)
    {
        bool hasOwnWay = worker.BaseUrl is not null || worker.KeyEnv is not null || worker.KeyFile is not null || worker.OwnLogin;
        return worker with { UsesGateway = !hasOwnWay && gateway.Knows(worker.Model) };
    }
}
