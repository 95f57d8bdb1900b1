using System.Reflection;
using Errand.Core;
using Errand.Gateway.Scripted;
using Errand.Jobs;
using Errand.Processes;

namespace Errand.Tests.Layers;

/// <summary>The rules of ARCHITECTURE.md that the compiler does not hold.</summary>
public sealed class LayerTests
{
    private static readonly Assembly Core = typeof(JobId).Assembly;
    private static readonly Assembly Engine = typeof(JobService).Assembly;
    private static readonly Assembly Gateway = typeof(ScriptedModel).Assembly;
    private static readonly Assembly Processes = typeof(ProcessRunner).Assembly;
    private static readonly Assembly Program = typeof(Composition).Assembly;

    [Theory]
    [InlineData("Commands", "Mcp")]
    [InlineData("Mcp", "Commands Output Progress Terminals Demo Doctor Trials")]
    [InlineData("Text", "Commands Mcp Output Progress Terminals Demo Doctor Trials")]
    [InlineData("Terminals", "Commands Mcp Output Progress Text Demo Doctor Trials")]
    [InlineData("Output", "Commands Mcp Progress Demo Doctor Trials")]
    [InlineData("Progress", "Commands Mcp Output Demo Doctor Trials")]
    [InlineData("Demo", "Commands Mcp")]
    [InlineData("Doctor", "Commands Mcp")]
    [InlineData("Trials", "Commands Mcp Output Progress Text Terminals Demo Doctor")]
    public void A_slice_of_the_program_does_not_know(string slice, string others)
    {
        Type[] types = [.. Program.GetTypes().Where(type => IsIn(type, $"Errand.{slice}"))];

        Assert.NotEmpty(types);
        Assert.Empty(Uses(types, used => others.Split(' ').Any(other => IsIn(used, $"Errand.{other}"))));
    }

    [Fact]
    public void What_the_composition_makes_of_the_engine_nobody_else_makes()
    {
        Type[] made = [.. TypeUse.MadeBy(typeof(Composition)).Where(type => type.Assembly == Engine || type.Assembly == Processes)];

        Assert.Contains(typeof(JobService), made);
        Assert.Empty(Program.GetTypes()
            .Where(type => Outermost(type) != typeof(Composition))
            .SelectMany(type => TypeUse.MadeBy(type).Where(made.Contains).Select(found => $"{type} makes {found}")));
    }

    [Fact]
    public void Drivers_start_nothing_and_do_not_touch_the_store() => Assert.Empty(Uses(
        Engine.GetTypes().Where(type => IsIn(type, "Errand.Jobs.Workers")),
        used => IsIn(used, "Errand.Jobs.Store") || IsIn(used, "Errand.Jobs.Supervision") || used == typeof(ProcessRunner) || used == typeof(RunningProcess)));

    [Fact]
    public void The_domain_does_no_input_or_output() => Assert.Empty(Uses(
        Core.GetTypes(),
        used => used == typeof(File) || used == typeof(Directory) || used == typeof(Console) || used.IsAssignableTo(typeof(FileSystemInfo))
            || used == typeof(FileStream) || IsIn(used, "System.Net") || used == typeof(System.Diagnostics.Process)));

    [Fact]
    public void The_engine_knows_neither_console_nor_network() => Assert.Empty(Uses(
        Engine.GetTypes(), used => used == typeof(Console) || IsIn(used, "System.Net.Http") || IsIn(used, "ModelContextProtocol")));

    [Fact]
    public void Projects_refer_only_to_those_below_them()
    {
        Assert.Equal([], References(Core));
        Assert.Equal([], References(Processes));
        Assert.Equal(["Errand.Core", "Errand.Processes"], References(Engine));
        Assert.Equal(["Errand.Core"], References(Gateway));
        Assert.Equal(["Errand.Core", "Errand.Gateway", "Errand.Jobs", "Errand.Processes"], References(Program));
    }

    private static IEnumerable<string> Uses(IEnumerable<Type> types, Func<Type, bool> isForbidden) =>
        types.SelectMany(type => TypeUse.Of(type).Where(isForbidden).Select(used => $"{type} uses {used}")).Distinct();

    private static IEnumerable<string> References(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Errand", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static bool IsIn(Type type, string name) =>
        type.Namespace is { } own && (own == name || own.StartsWith(name + ".", StringComparison.Ordinal));

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
