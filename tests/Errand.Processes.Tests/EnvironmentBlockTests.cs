using System.Text;

namespace Errand.Processes.Tests;

public sealed class EnvironmentBlockTests
{
    [Fact]
    public void A_forgotten_variable_is_empty_where_the_kernel_shows_it_and_the_others_stay()
    {
        // Whoever runs tests has some of these, and nothing in this process needs them.
        string name = Read().Keys.First(key => key is "_" or "OLDPWD" or "SHLVL" or "LOGNAME" or "PWD" or "DOTNET_NOLOGO");
        Dictionary<string, string> before = Read();
        Assert.NotEqual("", before[name]);

        EnvironmentBlock.Forget(key => key == name);
        EnvironmentBlock.Forget(key => key == name);

        before[name] = "";
        Assert.Equal(before, Read());
    }

    private static Dictionary<string, string> Read() => Encoding.UTF8.GetString(File.ReadAllBytes("/proc/self/environ"))
        .Split('\0', StringSplitOptions.RemoveEmptyEntries)
        .Select(entry => entry.Split('=', 2))
        .Where(entry => entry[^1].Length > 0 || entry.Length == 2)
        .ToDictionary(entry => entry[0], entry => entry.Length == 2 ? entry[1] : "");
}
