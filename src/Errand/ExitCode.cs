namespace Errand;

/// <summary>What the program's end tells its caller. Numbers never move and are never reused; <see cref="ExitCodes"/> says when each is used.</summary>
internal enum ExitCode
{
    Done = 0,
    Failed = 1,
    Usage = 2,
    Running = 3,
    NeedsDecision = 4,
    Refused = 5,
    NotBuilt = 69,
    Internal = 70,
    Interrupted = 130,
}
