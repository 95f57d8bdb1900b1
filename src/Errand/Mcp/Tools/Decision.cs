namespace Errand.Mcp.Tools;

/// <summary>What <c>decide</c> can do.</summary>
internal enum Decision
{
    Accept,
    Rework,
    Widen,
    Drop,
    Retry,
    Discard,
    Budget,
}
