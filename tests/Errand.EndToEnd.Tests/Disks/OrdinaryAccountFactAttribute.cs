namespace Errand.EndToEnd.Tests.Disks;

/// <summary>A test about permissions, which do not bind root.</summary>
internal sealed class OrdinaryAccountFactAttribute : FactAttribute
{
    public OrdinaryAccountFactAttribute() => Skip = Environment.IsPrivilegedProcess ? "Permissions do not bind root; eng/test runs this as nobody as well." : null;
}
