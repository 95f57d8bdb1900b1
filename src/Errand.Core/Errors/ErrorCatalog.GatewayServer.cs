namespace Errand.Core;

public static partial class ErrorCatalog
{
    public static ErrorDefinition GatewayCannotListen { get; } =
        new(7010, "The gateway cannot listen where it was told to.", "Give another port or socket, or end the program that holds it.");

    public static ErrorDefinition GatewayNotLocal { get; } =
        new(7011, "The gateway would be reached by other machines, and that was not allowed.", "Keep it on 127.0.0.1, or set `gateway.allowRemote` and name `gateway.clients`.");

    public static ErrorDefinition GatewayUnconfigured { get; } =
        new(7012, "The configuration names no model that the gateway could serve.", "Add `upstreams` and `models`; docs/gateway.md shows an example.");

    public static ErrorDefinition GatewayFileUnusable { get; } =
        new(7013, "A file or directory that the gateway needs cannot be read or written.", "Make the path of the message readable and writable for you.");
}
