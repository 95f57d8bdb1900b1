using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Errand.Testing;

/// <summary>The XML comments of an assembly, to make reference pages of them: what a contract says of itself is written once.</summary>
public sealed partial class XmlDocumentation
{
    private readonly Dictionary<string, XElement> members;

    private XmlDocumentation(Dictionary<string, XElement> members) => this.members = members;

    public static XmlDocumentation Of(Assembly assembly)
    {
        XDocument document = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"));
        return new XmlDocumentation(document.Descendants("member").ToDictionary(member => member.Attribute("name")!.Value));
    }

    /// <summary>The summary of an enum's value as Markdown in one line; empty when it has none.</summary>
    public string SummaryOf<TEnum>(TEnum value) where TEnum : struct, Enum => Text($"F:{typeof(TEnum).FullName}.{value}", "summary");

    /// <summary>The summary of a property, or of the parameter that a positional record made it from.</summary>
    public string SummaryOf(PropertyInfo property)
    {
        Type type = property.DeclaringType!;
        string summary = Text($"P:{type.FullName}.{property.Name}", "summary");
        return summary.Length > 0 ? summary : Text($"T:{type.FullName}", "param", property.Name);
    }

    /// <summary>The summary of a type.</summary>
    public string SummaryOf(Type type) => Text($"T:{type.FullName}", "summary");

    private string Text(string member, string element, string? name = null)
    {
        XElement? found = members.GetValueOrDefault(member)?.Elements(element).FirstOrDefault(candidate => name is null || candidate.Attribute("name")?.Value == name);
        return found is null ? "" : Spaces().Replace(string.Concat(found.Nodes().Select(Markdown)), " ").Trim();
    }

    private static string Markdown(XNode node) => node switch
    {
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" or "paramref" } reference => $"`{(reference.Attribute("cref") ?? reference.Attribute("langword") ?? reference.Attribute("name"))!.Value.Split('.', ':')[^1]}`",
        XText text => text.Value,
        _ => node.ToString(),
    };

    [GeneratedRegex("\\s+")]
    private static partial Regex Spaces();
}
