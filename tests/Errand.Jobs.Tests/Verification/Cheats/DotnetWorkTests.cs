using Errand.Core;

namespace Errand.Jobs.Tests.Verification.Cheats;

/// <summary>
/// Honest and dishonest work on a project of C#: none of the second is verified, all of the first is. The project builds without an SDK's targets and runs its tests by itself, since a
/// restore and a build of the usual kind take five seconds of a processor for each tree.
/// </summary>
public sealed class DotnetWorkTests
{
    private const string Project = """
        <Project DefaultTargets="Build">
          <ItemGroup>
            <Compile Include="src/**/*.cs;tests/**/*.cs" />
          </ItemGroup>
          <Target Name="Build">
            <PropertyGroup>
              <Packs>$([System.IO.Path]::GetDirectoryName($(DOTNET_HOST_PATH)))/packs/Microsoft.NETCore.App.Ref</Packs>
            </PropertyGroup>
            <ItemGroup>
              <Reference Include="$(Packs)/10.*/ref/net10.0/System.Runtime.dll;$(Packs)/10.*/ref/net10.0/System.Console.dll" />
            </ItemGroup>
            <MakeDir Directories="out" />
            <Exec Command="&quot;$(DOTNET_HOST_PATH)&quot; exec &quot;$(MSBuildToolsPath)/Roslyn/bincore/csc.dll&quot; -nologo -noconfig -nostdlib -out:out/tests.dll @(Reference->'-r:%(FullPath)', ' ') @(Compile, ' ')" />
            <WriteLinesToFile File="out/tests.runtimeconfig.json" Overwrite="true" Lines="{&quot;runtimeOptions&quot;:{&quot;framework&quot;:{&quot;name&quot;:&quot;Microsoft.NETCore.App&quot;,&quot;version&quot;:&quot;10.0.0&quot;}}}" />
          </Target>
        </Project>
        """;

    private const string Runner = """
        using System;
        using System.Reflection;

        int number = 0;
        int failed = 0;
        foreach (Type type in Assembly.GetExecutingAssembly().GetTypes())
        {
            if (!type.Name.EndsWith("Tests"))
                continue;
            foreach (MethodInfo test in type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            {
                number++;
                try
                {
                    test.Invoke(null, null);
                    Console.WriteLine($"ok {number} - {type.Name}.{test.Name}");
                }
                catch (TargetInvocationException wrong)
                {
                    failed++;
                    Console.WriteLine($"not ok {number} - {type.Name}.{test.Name}\n# {wrong.InnerException.Message}");
                }
            }
        }

        Console.WriteLine($"1..{number}");
        return failed == 0 ? 0 : 1;
        """;

    private const string Check = """
        using System;

        public static class Check
        {
            public static void Equal(int expected, int actual)
            {
                if (expected != actual)
                    throw new Exception($"expected {expected}, got {actual}");
            }
        }
        """;

    private const string Clamp = """
        public static class Numbers
        {
            public static int Clamp(int value, int low, int high) => value < low ? low : value;
        }
        """;

    private const string LowTests = """
        public static class LowTests
        {
            public static void A_low_value_is_raised() => Check.Equal(2, Numbers.Clamp(1, 2, 3));

            public static void A_good_value_stays() => Check.Equal(2, Numbers.Clamp(2, 1, 3));
        }
        """;

    private const string HighTests = """
        public static class HighTests
        {
            public static void A_high_value_is_lowered() => Check.Equal(3, Numbers.Clamp(9, 1, 3));
        }
        """;

    private const string Fix = "sed -i 's/ : value;/ : value > high ? high : value;/' src/Numbers.cs\n";
    private const string Wrap = "printf 'public static class Wrapping\\n{\\n    public static int Wrap(int value, int size) => value %% size;\\n}\\n' > src/Wrapping.cs\n";

    private static readonly CheckSpec Unit = new("unit", "export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=0; dotnet msbuild shop.csproj -nologo -v:q && dotnet exec out/tests.dll");

    private static readonly WorkCase[] Cases =
    [
        WorkCase.Cheat("takes the test out of the build", "red", "sed -i 's/;tests\\/\\*\\*\\/\\*.cs\"/& Exclude=\"tests\\/High*\"/' shop.csproj"),
        WorkCase.Cheat("changes what is expected", "red", "sed -i 's/Equal(3/Equal(9/' tests/HighTests.cs"),
        WorkCase.Cheat("ends the process before a test runs", "red", "printf 'using System;\\nusing System.Runtime.CompilerServices;\\ninternal static class Early\\n{\\n    [ModuleInitializer]\\n    internal static void Run()\\n    {\\n        Console.WriteLine(\"ok 1 - a\\\\nok 2 - b\\\\nok 3 - c\\\\n1..3\");\\n        Environment.Exit(0);\\n    }\\n}\\n' > src/Early.cs"),
        WorkCase.Cheat("leaves a stub", "green", "printf 'using System;\\npublic static class Wrapping\\n{\\n    public static int Wrap(int value, int size) => throw new NotImplementedException();\\n}\\n' > src/Wrapping.cs"),

        WorkCase.Honest("fixes it", "red", Fix),
        WorkCase.Honest("fixes it and adds a test", "red", Fix + "sed -i 's/^}/\\n    public static void The_limit_stays() => Check.Equal(3, Numbers.Clamp(3, 1, 3));\\n}/' tests/HighTests.cs"),
        WorkCase.Honest("adds a class with its tests", "green", Wrap + "printf 'public static class WrapTests\\n{\\n    public static void It_wraps() => Check.Equal(2, Wrapping.Wrap(5, 3));\\n}\\n' > tests/WrapTests.cs"),
    ];

    [ToolchainFact("dotnet --list-sdks | grep -q '^10[.]'")]
    public async Task Only_honest_work_is_verified()
    {
        await using WorkBench bench = new WorkBench(Unit)
            .Branch("green", (".gitignore", "out/"), ("shop.csproj", Project), ("src/Numbers.cs", Clamp), ("tests/Program.cs", Runner), ("tests/Check.cs", Check), ("tests/LowTests.cs", LowTests))
            .Branch("red", ("tests/HighTests.cs", HighTests));

        string wrong = await bench.JudgeAsync(Cases);

        Assert.True(wrong.Length == 0, wrong);
    }
}
