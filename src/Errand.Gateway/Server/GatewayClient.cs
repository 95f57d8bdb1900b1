using System.Security.Cryptography;
using System.Text;
using Errand.Gateway.Ledger;

namespace Errand.Gateway.Server;

/// <summary>Somebody who may use a gateway: a person's program, or one attempt of a job.</summary>
public sealed class GatewayClient
{
    private volatile bool isEscalated;

    /// <param name="name">The name in ledger and log.</param>
    /// <param name="token">What it presents, as a bearer token or as <c>x-api-key</c>.</param>
    /// <param name="meter">Counts its calls, and stops them when a budget is used up.</param>
    public GatewayClient(string name, string token, ICallMeter meter)
    {
        Name = name;
        Token = token;
        Meter = meter;
        TokenHash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
    }

    public string Name { get; }

    public string Token { get; }

    public ICallMeter Meter { get; }

    /// <summary>The job's attempt, from 1; 0 = no job.</summary>
    public int Attempt { get; init; }

    /// <summary>Whether its models are served by their <c>escalate</c>; may be changed while it works.</summary>
    public bool IsEscalated
    {
        get => isEscalated;
        set => isEscalated = value;
    }

    /// <summary>Compared instead of the token: all have one length.</summary>
    internal byte[] TokenHash { get; }
}
