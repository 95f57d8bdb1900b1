namespace Errand.Jobs.Verification;

/// <summary>What tools print when the machine, not the work, is at fault; as data.</summary>
internal static class InfraTexts
{
    private static readonly (string Sentence, string[] Texts)[] Parts =
    [
        ("The disk is full.", ["No space left on device", "ENOSPC", "Disk quota exceeded", "There is not enough space on the disk"]),
        ("There is not enough memory.", ["Cannot allocate memory", "ENOMEM", "fork: retry: Resource temporarily unavailable"]),
        (
            "The network, or a package source, could not be reached.",
            [
                "Temporary failure in name resolution", "Could not resolve host", "getaddrinfo ENOTFOUND", "getaddrinfo EAI_AGAIN", "error NU1301", "npm error network ",
                "npm ERR! network ", "error: failed to download from `https://", "proxyconnect tcp: ", "dial tcp: lookup ", "Failed to establish a new connection: ",
            ]),
        (
            "A tool that the command needs is not installed.",
            [
                "rustup could not choose a version of", "error: no such command: `", "error: linker `", "A compatible .NET SDK was not found",
                "You must install or update .NET to run this application",
                "Could not execute because the specified command or file was not found", "JAVA_HOME is not set", "JAVA_HOME environment variable is not defined",
                "Unable to locate a Java Runtime", "npm error could not determine executable to run", "npm ERR! could not determine executable to run",
                "npx canceled due to missing packages", "No CMAKE_C_COMPILER could be found", "No CMAKE_CXX_COMPILER could be found",
            ]),
    ];

    /// <summary>What a line says about the machine, as a sentence; null = nothing.</summary>
    public static string? Find(string line)
    {
        foreach ((string sentence, string[] texts) in Parts)
        {
            if (Array.Exists(texts, text => line.Holds(text)))
                return sentence;
        }

        return IsPythonWithoutModule(line) ? "A Python module that the command runs is not installed." : null;
    }

    /// <summary><c>/usr/bin/python3: No module named pytest</c>: what <c>python -m</c> says, unlike an import that fails.</summary>
    private static bool IsPythonWithoutModule(string line)
    {
        int colon = line.IndexOf(": No module named ", StringComparison.Ordinal);
        if (colon <= 0)
            return false;

        string program = line[..colon];
        return program[(program.LastIndexOf('/') + 1)..].Begins("python") && !program.Contains(' ');
    }
}
