namespace Errand.Mcp.Transport;

/// <summary>A line of bytes without its end.</summary>
/// <remarks>A class, and few generic structs elsewhere on the way to the first answer: the runtime would compile those at start-up.</remarks>
/// <param name="Bytes">The line, or the beginning of one that is too long.</param>
/// <param name="IsTooLong">Whether its rest was thrown away.</param>
internal sealed record CutLine(ReadOnlyMemory<byte> Bytes, bool IsTooLong);
