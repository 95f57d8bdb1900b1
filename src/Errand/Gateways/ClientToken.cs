using System.Security.Cryptography;
using System.Text;
using Errand.Core;

namespace Errand.Gateways;

/// <summary>The token of the one client of a gateway for which no clients are configured. It is made once, and stays.</summary>
internal static class ClientToken
{
    private const int RandomBytes = 32;
    private const string FileName = "gateway.token";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static string PathIn(string stateDirectory) => Path.Combine(stateDirectory, "run", FileName);

    /// <exception cref="ErrandException">ERR7013: it cannot be read or made.</exception>
    public static string ReadOrMake(string stateDirectory)
    {
        string path = PathIn(stateDirectory);
        try
        {
            if (!File.Exists(path))
                Make(path);
            string token = File.ReadAllText(path).Trim();
            return token.Length > 0
                ? token
                : throw new ErrandException(ErrorCatalog.GatewayFileUnusable, $"'{path}' is empty. Remove it; the next start makes a new token.");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ErrandException(
                ErrorCatalog.GatewayFileUnusable, $"The token file '{path}' cannot be read or made: {cause.Message.TrimEnd('.')}. Make its directory writable for you.", cause);
        }
    }

    private static void Make(string path)
    {
        byte[] token = Encoding.ASCII.GetBytes($"errand-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes))}\n");
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        using (var file = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
            file.Write(token);
        try
        {
            // Two gateways may start at once; the first one's token is everybody's.
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
        }
    }
}
