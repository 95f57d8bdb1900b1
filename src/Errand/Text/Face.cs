namespace Errand.Text;

/// <summary>Who reads a text, and so how the next step is called in it.</summary>
internal enum Face
{
    /// <summary>An agent that calls tools: <c>decide j7 accept</c>.</summary>
    Tools,

    /// <summary>A person at a terminal: <c>errand accept j7</c>.</summary>
    CommandLine,
}
