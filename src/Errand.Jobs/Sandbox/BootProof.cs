using System.Globalization;
using System.Text;
using Errand.Jobs.Store;
using Errand.Processes;

namespace Errand.Jobs.Sandbox;

/// <summary>
/// Remembers that something, such as a sandbox, has worked since the machine started, so that jobs need not try again. That one has not is never remembered: the user may have
/// just mended it.
/// </summary>
/// <param name="state">Where it is remembered.</param>
/// <param name="what">What has worked: a name of its own in the cache.</param>
internal sealed class BootProof(StateDirectory state, string what)
{
    private string FileName => Path.Combine(state.Cache, what);

    public bool Has(string program)
    {
        try
        {
            return File.ReadAllText(FileName) == KeyOf(program);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Keep(string program)
    {
        try
        {
            Directory.CreateDirectory(state.Cache, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            DurableFile.Write(FileName, Encoding.UTF8.GetBytes(KeyOf(program)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    private static string KeyOf(string program) => string.Create(
        CultureInfo.InvariantCulture,
        $"{ProcessIdentity.Current().BootId} {Account.Current} {program} {File.GetLastWriteTimeUtc(program).Ticks}");
}
