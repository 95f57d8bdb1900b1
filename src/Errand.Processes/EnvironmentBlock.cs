using System.Globalization;
using System.Text;

namespace Errand.Processes;

/// <summary>
/// The variables that this process was started with, where the kernel shows them: <c>/proc/PID/environ</c> reads the memory in which the kernel once put them,
/// and shows what stands there now. Concealment keeps that file from other users' eyes, but not from root's, and a worker may run as root.
/// </summary>
public static unsafe class EnvironmentBlock
{
    // proc(5): fields 50 and 51 of /proc/PID/stat; the list below begins with field 3, the state.
    private const int StartField = 50 - 3;
    private const int EndField = 51 - 3;

    /// <summary>
    /// Overwrites the values of some variables. They are empty from then on, for native code of this process too, so whoever needs one has read it before.
    /// Programs that this process starts are given their variables by their command and notice nothing.
    /// </summary>
    /// <param name="isSecret">Whether a variable of this name is to be forgotten.</param>
    public static void Forget(Func<string, bool> isSecret)
    {
        Platform.RequireLinux();
        string stat = File.ReadAllText("/proc/self/stat");
        // The name before the state may hold anything, brackets and spaces included.
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].TrimEnd().Split(' ');
        byte* at = (byte*)nuint.Parse(fields[StartField], CultureInfo.InvariantCulture);
        byte* end = (byte*)nuint.Parse(fields[EndField], CultureInfo.InvariantCulture);
        while (at < end)
        {
            var rest = new Span<byte>(at, (int)(end - at));
            int length = rest.IndexOf((byte)0);
            Span<byte> variable = length < 0 ? rest : rest[..length];
            int equals = variable.IndexOf((byte)'=');
            if (equals > 0 && isSecret(Encoding.UTF8.GetString(variable[..equals])))
                variable[(equals + 1)..].Clear();
            at += variable.Length + 1;
        }
    }
}
