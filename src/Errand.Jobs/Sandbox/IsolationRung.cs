namespace Errand.Jobs.Sandbox;

/// <summary>How strongly a job is kept apart from the rest of the machine, the weakest first: a rung of the ladder in docs/isolation.md.</summary>
public enum IsolationRung
{
    /// <summary>Nothing holds its programs; what they changed is found out afterwards.</summary>
    None,

    /// <summary>Landlock holds them, in a checkout.</summary>
    Landlock,

    /// <summary>Bubblewrap holds them, in a checkout or in place.</summary>
    Bubblewrap,

    /// <summary>Bubblewrap holds them, in an overlay that nobody else sees.</summary>
    Overlay,
}
