namespace Errand.Gateway.Scripted;

/// <summary>What a request to the scripted model must obey.</summary>
public enum ScriptedRule
{
    /// <summary>The request is addressed to the loopback interface by its name.</summary>
    Host,

    /// <summary>Every credential that is presented is the expected token, and there is one.</summary>
    Token,

    /// <summary>No forbidden value occurs in path, headers or body.</summary>
    ForbiddenValue,

    /// <summary>The body has the protocol's form.</summary>
    Shape,

    /// <summary>Roles are known and in a legal order.</summary>
    Role,

    /// <summary>A result belongs to a call that is waiting for it.</summary>
    OrphanResult,

    /// <summary>Every call has its result, where the protocol wants it.</summary>
    UnansweredCall,

    /// <summary>Ids and names that must be unique are.</summary>
    Duplicate,

    /// <summary>What the script expects of the request came true.</summary>
    Expectation,

    /// <summary>The script can be played to this client: a scenario fits, tools are offered, placeholders have values.</summary>
    Script,
}
