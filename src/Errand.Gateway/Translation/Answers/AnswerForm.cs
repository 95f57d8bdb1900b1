namespace Errand.Gateway.Translation.Answers;

/// <summary>What an upstream's answer is, whatever its content type says.</summary>
internal enum AnswerForm
{
    /// <summary>Nothing but blanks has come.</summary>
    Unknown,
    Stream,
    Body,

    /// <summary>HTML or the like.</summary>
    Foreign,
}
