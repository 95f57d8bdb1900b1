namespace Errand.Jobs.Sandbox;

/// <summary>Who mounts the overlays of a sandbox.</summary>
public enum OverlayWay
{
    /// <summary>Nobody can.</summary>
    None,

    /// <summary>A step before the sandbox program, in a user namespace of its own; for bubblewrap before 0.11.</summary>
    Outer,

    /// <summary>The sandbox program itself.</summary>
    Own,
}
