using System.Xml;
using System.Xml.Linq;

namespace Errand.Jobs.Verification;

/// <summary>
/// A project file in XML, of .NET or Maven. What names dependencies and describes the product may change with the work; everything else could decide what is
/// compiled, run or reported, so that a file with such a change is taken from the base whole.
/// </summary>
internal static class XmlManifest
{
    private static readonly HashSet<string> Harmless = new(StringComparer.OrdinalIgnoreCase)
    {
        "PackageReference", "PackageVersion", "GlobalPackageReference", "ProjectReference", "FrameworkReference", "Using", "EmbeddedResource", "Content", "AdditionalFiles", "InternalsVisibleTo",
        "Folder", "Protobuf", "AllowUnsafeBlocks", "LangVersion", "Nullable", "ImplicitUsings", "RootNamespace", "AssemblyName", "Version", "VersionPrefix", "VersionSuffix", "AssemblyVersion",
        "FileVersion", "Description", "Authors", "Company", "Product", "Copyright", "GenerateDocumentationFile", "InvariantGlobalization", "TargetFramework", "TargetFrameworks", "PublishAot",
        "PublishTrimmed", "UserSecretsId", "PackageId", "PackageTags", "PackageLicenseExpression", "PackageReadmeFile", "PackageProjectUrl", "RepositoryUrl", "Project", "Solution", "File",
        "dependency", "dependencies", "dependencyManagement", "groupId", "artifactId", "name", "url", "licenses", "developers", "scm",
    };

    public static Restoration Restore(string? before, string? after)
    {
        if (before is null || after is null)
            return Restoration.Base(before is null ? "added" : "deleted", isAdditive: before is null);

        try
        {
            XElement old = Load(before);
            XElement young = Load(after);
            List<string> lost = [.. Rest(old).Except(Rest(young))];
            List<string> gained = [.. Rest(young).Except(Rest(old))];
            return lost.Count + gained.Count == 0 && KeepsEntries(old, young) ? Restoration.Keep : Restoration.Base("settings changed");
        }
        catch (XmlException)
        {
            return Restoration.Base("changed");
        }
    }

    private static XElement Load(string text)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        using var reader = XmlReader.Create(new StringReader(text), settings);
        return XElement.Load(reader);
    }

    /// <summary>A solution that no longer names a project no longer tests it.</summary>
    private static bool KeepsEntries(XElement old, XElement young) =>
        old.Name.LocalName != "Solution" || Entries(old).All(Entries(young).Contains);

    private static HashSet<string> Entries(XElement root) => [.. root.Descendants().Select(element => $"{element.Name.LocalName} {element.Attribute("Path")?.Value}")];

    /// <summary>Everything that is not harmless, each with where it stands.</summary>
    private static List<string> Rest(XElement root)
    {
        var rest = new List<string>();
        Collect(root, root.Name.LocalName, rest, isRoot: true);
        return rest;
    }

    private static void Collect(XElement element, string path, List<string> rest, bool isRoot)
    {
        string name = element.Name.LocalName;
        if (!isRoot && (Harmless.Contains(name) || (name == "Compile" && element.Attributes().All(attribute => attribute.Name.LocalName == "Include"))))
        {
            // An item that takes something away, or one with code of its own, is not what its name says.
            if (element.Attributes().All(attribute => attribute.Name.LocalName is not ("Remove" or "Update" or "Condition" or "Exclude")))
                return;
        }

        string attributes = string.Join(' ', element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).Select(attribute => $"{attribute.Name.LocalName}={attribute.Value}"));
        string text = element.HasElements ? "" : element.Value.Trim();
        if (attributes.Length > 0 || text.Length > 0 || !element.HasElements)
        {
            if (attributes.Length + text.Length > 0)
                rest.Add($"{path}|{attributes}|{text}");
        }

        foreach (XElement child in element.Elements())
            Collect(child, $"{path}/{child.Name.LocalName}", rest, isRoot: false);
    }
}
