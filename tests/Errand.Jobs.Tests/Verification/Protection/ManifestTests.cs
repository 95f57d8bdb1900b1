using Errand.Jobs.Verification;

namespace Errand.Jobs.Tests.Verification.Protection;

public sealed class ManifestTests
{
    private const string Package = """{"name":"a","scripts":{"test":"jest","build":"tsc"},"dependencies":{"b":"1.0.0"},"jest":{"bail":true}}""";

    [Theory]
    [InlineData("""{"name":"a","scripts":{"build":"tsc","test":"jest"},"dependencies":{"b":"1.1.0","c":"file:../c"},"jest":{"bail":true}}""")]
    [InlineData("""{"name":"x","version":"2.0.0","scripts":{"test":"jest","build":"tsc","start":"node ."},"dependencies":{},"jest":{"bail":true}}""")]
    public void Dependencies_and_new_scripts_of_a_package_are_work(string after) => Assert.Equal(Restoration.Keep, JsonManifest.Restore(Package, after));

    [Theory]
    [InlineData("""{"name":"a","scripts":{"test":"exit 0","build":"tsc"},"dependencies":{"b":"1.0.0"},"jest":{"bail":true}}""", "script test changed")]
    [InlineData("""{"name":"a","scripts":{"test":"jest","build":"tsc","pretest":"rm -r test"},"dependencies":{"b":"1.0.0"},"jest":{"bail":true}}""", "script pretest added")]
    [InlineData("""{"name":"a","scripts":{"test":"jest","build":"tsc"},"dependencies":{"b":"file:./b"},"jest":{"bail":true}}""", "source of b changed")]
    [InlineData("""{"name":"a","scripts":{"build":"tsc"},"dependencies":{"b":"1.0.0"}}""", "jest changed, script test changed")]
    public void What_runs_the_tests_of_a_package_is_as_in_the_base(string after, string summary)
    {
        Restoration restoration = JsonManifest.Restore(Package, after);

        Assert.Equal((summary, Package), (restoration.Summary, Sorted(restoration.Text!)));
    }

    [Fact]
    public void What_cannot_be_read_is_taken_from_the_base()
    {
        Assert.Equal(Restoration.Base("changed"), JsonManifest.Restore(Package, "{"));
        Assert.Equal(Restoration.Base("changed"), JsonManifest.Restore(Package, "[]"));
        Assert.Equal(Restoration.Base("deleted"), JsonManifest.Restore(Package, null));
        Assert.Equal(Restoration.Base("changed"), XmlManifest.Restore("<Project/>", "<Project>"));
    }

    [Fact]
    public void Sections_of_tools_are_as_in_the_base_and_others_the_worker_s()
    {
        const string before = "[project]\nname = \"a\"\n\n[tool.pytest.ini_options]\naddopts = \"-q\"\n";

        Assert.Equal(Restoration.Keep, SectionManifest.Restore(before, before.Replace("\"a\"", "\"a\"\ndependencies = [\"six\"]", StringComparison.Ordinal)));

        Restoration restoration = SectionManifest.Restore(before, "[project]\nname = \"b\"\n\n[tool.pytest.ini_options]\naddopts = \"--co\"\n");
        Assert.Equal(("section tool.pytest.ini_options changed", "[project]\nname = \"b\"\n\n[tool.pytest.ini_options]\naddopts = \"-q\"\n"), (restoration.Summary, restoration.Text));
        Assert.Equal("section package changed", SectionManifest.Restore("[package]\nname = \"a\"\n", "[package]\nname = \"a\"\nautotests = false\n").Summary);
        Assert.Equal(Restoration.Keep, SectionManifest.Restore("[package]\nname = \"a\"\n", "[package]\nname = \"a\"\nversion = \"2\"\n\n[dependencies]\ntest = \"1\"\n"));
    }

    private const string Project = """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup></Project>""";

    [Theory]
    [InlineData("""<ItemGroup><PackageReference Include="A" Version="1" /></ItemGroup>""")]
    [InlineData("""<ItemGroup><ProjectReference Include="../B/B.csproj" /><Compile Include="../shared/A.cs" /></ItemGroup>""")]
    [InlineData("""<PropertyGroup><AllowUnsafeBlocks>true</AllowUnsafeBlocks></PropertyGroup>""")]
    public void References_of_a_project_are_work(string more) => Assert.Equal(Restoration.Keep, XmlManifest.Restore(Project, With(more)));

    [Theory]
    [InlineData("""<ItemGroup><Compile Remove="ImportTests.cs" /></ItemGroup>""")]
    [InlineData("""<PropertyGroup><NoWarn>CS8600</NoWarn></PropertyGroup>""")]
    [InlineData("""<Target Name="VSTest"><Message Text="Passed!" /></Target>""")]
    [InlineData("""<Import Project="evil.targets" />""")]
    [InlineData("""<PropertyGroup><IsTestProject>false</IsTestProject></PropertyGroup>""")]
    public void Anything_else_takes_the_project_from_the_base(string more) => Assert.Equal(Restoration.Base("settings changed"), XmlManifest.Restore(Project, With(more)));

    [Fact]
    public void A_solution_may_gain_projects_and_lose_none()
    {
        const string before = """<Solution><Project Path="a/a.csproj" /><Project Path="t/t.csproj" /></Solution>""";

        Assert.Equal(Restoration.Keep, XmlManifest.Restore(before, before.Replace("</Sol", "<Project Path=\"b/b.csproj\" /></Sol", StringComparison.Ordinal)));
        Assert.Equal(Restoration.Base("settings changed"), XmlManifest.Restore(before, """<Solution><Project Path="a/a.csproj" /></Solution>"""));
    }

    [Theory]
    [InlineData("add_library(parser parser.c)\nadd_test(NAME parser COMMAND parser_test)", true)]
    [InlineData("add_test(NAME calc COMMAND true)", false)]
    [InlineData("set_tests_properties(calc PROPERTIES WILL_FAIL TRUE)", false)]
    [InlineData("add_definitions(-DNDEBUG)", false)]
    public void New_targets_of_a_build_are_work(string more, bool isWork)
    {
        const string before = "add_library(calc calc.c)\nadd_test(NAME calc COMMAND calc_test)\n";

        Assert.Equal(isWork, BuildRules.Restore(before, before + more + "\n", new HashSet<string> { "calc.c" }).KeepsWork);
    }

    [Fact]
    public void Tests_inside_a_file_of_rust_are_told_from_its_code()
    {
        const string before = "fn a() { \"}\"; }\n\n#[cfg(test)]\nmod tests {\n    // }\n    fn t() { '}'; }\n}\n";
        const string after = "fn a() { b(); }\n\n#[cfg(test)]\nmod tests {\n}\n\nfn b() {}\n";

        Assert.Equal("fn a() { b(); }\n\n#[cfg(test)]\nmod tests {\n    // }\n    fn t() { '}'; }\n}\n\nfn b() {}\n", InlineTests.Join(after, before));
        Assert.Equal("fn a() { b(); }\n\n\n\nfn b() {}\n", InlineTests.Join(after, null));
        Assert.Equal("fn b() {}\n\n#[cfg(test)]\nmod tests {\n}\n", InlineTests.Join("fn b() {}\n", after));
    }

    private static string With(string more) => Project.Replace("</Project>", more + "</Project>", StringComparison.Ordinal);

    /// <summary>Restored members stand at the end.</summary>
    private static string Sorted(string json)
    {
        var from = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
        var expected = System.Text.Json.Nodes.JsonNode.Parse(Package)!.AsObject();
        return System.Text.Json.Nodes.JsonNode.DeepEquals(from, expected) ? Package : json;
    }
}
