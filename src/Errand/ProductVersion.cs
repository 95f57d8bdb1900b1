namespace Errand;

internal static class ProductVersion
{
    public const string Text = "0.1.0";
}
