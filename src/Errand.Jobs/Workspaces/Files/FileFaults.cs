using Errand.Core;

namespace Errand.Jobs.Workspaces.Files;

/// <summary>Turns what the file system refuses into an expected error with the place and the cause.</summary>
internal static class FileFaults
{
    public static void Guard(string place, Action action) => Guard(place, () =>
    {
        action();
        return true;
    });

    public static T Guard<T>(string place, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ErrandException(ErrorCatalog.WorkspaceFailed, $"A file operation in '{place}' failed: {fault.Message.TrimEnd('.')}.", fault);
        }
    }
}
