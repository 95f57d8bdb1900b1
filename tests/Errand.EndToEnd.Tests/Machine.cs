namespace Errand.EndToEnd.Tests;

/// <summary>A machine as the program under test finds it: which programs are installed, and where temporary things go.</summary>
internal sealed class Machine
{
    private readonly ErrandUnderTest errand;

    /// <summary>Only what every machine has is in PATH, whatever else is installed on the one that the test runs on.</summary>
    public Machine(ErrandUnderTest errand)
    {
        this.errand = errand;
        Temp = Directory.CreateDirectory(Path.Combine(errand.Root, "temp")).FullName;
        errand.Variables["TMPDIR"] = Temp;
        errand.Variables["PATH"] = MakePath("bin", [.. ((string[])["bash", "cat", "git", "grep", "sh", "sleep"]).Select(name => (name, Find(name)))]);
    }

    /// <summary>The temp directory; empty unless something is left there.</summary>
    public string Temp { get; }

    /// <summary>Installs a program in PATH.</summary>
    public void Install(string name, string program) => File.CreateSymbolicLink(Path.Combine(errand.Root, "bin", name), program);

    /// <summary>A directory with these programs.</summary>
    public string MakePath(string name, params (string Name, string Program)[] programs)
    {
        string directory = Directory.CreateDirectory(Path.Combine(errand.Root, name)).FullName;
        foreach ((string link, string program) in programs)
            File.CreateSymbolicLink(Path.Combine(directory, link), program);
        return directory;
    }

    /// <summary>Writes a shell script that can be run, and gives its path.</summary>
    public string WriteScript(string name, string text)
    {
        string file = Path.Combine(errand.Root, name);
        File.WriteAllText(file, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    private static string Find(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Append("/bin").Append("/usr/bin").Select(directory => Path.Combine(directory, program)).First(File.Exists);
}
