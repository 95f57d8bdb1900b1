using System.Reflection;
using System.Reflection.Emit;

namespace Errand.Tests.Layers;

/// <summary>Which types a type names, in its shape and in the instructions of its methods.</summary>
internal static class TypeUse
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Instructions =
        typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>All types that a type names.</summary>
    public static HashSet<Type> Of(Type type)
    {
        IEnumerable<Type?> shape = type.GetFields(All).Select(field => field.FieldType)
            .Concat(Methods(type).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType)))
            .Concat(Methods(type).OfType<MethodInfo>().Select(method => method.ReturnType))
            .Concat(Methods(type).SelectMany(method => method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? []))
            .Concat(type.GetInterfaces())
            .Append(type.BaseType);
        IEnumerable<Type?> named = Methods(type).SelectMany(Mentioned).SelectMany(mention => TypesOf(mention.Member));
        return [.. shape.Concat(named).OfType<Type>().SelectMany(Parts)];
    }

    /// <summary>The types that a type makes objects of.</summary>
    public static HashSet<Type> MadeBy(Type type) =>
        [.. Methods(type).SelectMany(Mentioned).Where(mention => mention.Code == OpCodes.Newobj).Select(mention => mention.Member.DeclaringType).OfType<Type>()];

    private static IEnumerable<MethodBase> Methods(Type type) => type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All));

    private static IEnumerable<Type?> TypesOf(MemberInfo member) => member switch
    {
        Type type => [type],
        MethodInfo { IsGenericMethod: true } method => [method.DeclaringType, .. method.GetGenericArguments()],
        _ => [member.DeclaringType],
    };

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        return type.IsGenericType && !type.IsGenericTypeDefinition
            ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
            : [type];
    }

    /// <summary>The members that stand in a method's instructions.</summary>
    private static IEnumerable<(OpCode Code, MemberInfo Member)> Mentioned(MethodBase method)
    {
        byte[] bytes = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        Type[] ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : [];
        Type[] ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : [];
        int at = 0;
        while (at < bytes.Length)
        {
            short value = bytes[at++];
            if (value == 0xFE)
                value = (short)(0xFE00 | bytes[at++]);
            OpCode code = Instructions[value];
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok
                && method.Module.ResolveMember(BitConverter.ToInt32(bytes, at), ofType, ofMethod) is { } member)
                yield return (code, member);
            at += SizeOf(code.OperandType, bytes, at);
        }
    }

    private static int SizeOf(OperandType operand, byte[] bytes, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(bytes, at)),
        _ => 4,
    };
}
