using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.ChatCompletions;

/// <summary>Writes the members of a request's body: none that the profile omits, none twice, and those of the configuration in place of translated ones.</summary>
internal sealed class BodyMembers
{
    private readonly JsonSplice output;
    private readonly HashSet<ReadOnlyMemory<byte>> closed = new(Translation.Utf8Comparer.Instance);
    private readonly ReadOnlyMemory<byte> parameters;
    private bool isFirst = true;

    /// <param name="output">Where the body goes.</param>
    /// <param name="parameters">A JSON object whose members win; empty = none.</param>
    /// <param name="omitted">Members that are left out.</param>
    public BodyMembers(JsonSplice output, ReadOnlyMemory<byte> parameters, IReadOnlyList<string> omitted)
    {
        this.output = output;
        this.parameters = parameters;
        foreach (var name in omitted)
            closed.Add(System.Text.Encoding.UTF8.GetBytes(name));
        if (!parameters.IsEmpty)
            Each(parameters, (name, _) => closed.Add(name));
        output.Raw((byte)'{');
    }

    /// <summary>Begins a member.</summary>
    /// <returns>False if it is not wanted; then no value may be written.</returns>
    public bool Begin(ReadOnlySpan<byte> name)
    {
        if (closed.Count > 0 && closed.Contains(name.ToArray()))
            return false;

        Key(name);
        return true;
    }

    public void Raw(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty && Begin(name))
            output.Raw(value);
    }

    /// <summary>Writes all members of a JSON object.</summary>
    public void All(ReadOnlyMemory<byte> members)
    {
        if (!members.IsEmpty)
            Each(members, (name, value) => Raw(name.Span, value.Span));
    }

    public void End()
    {
        if (!parameters.IsEmpty)
        {
            Each(parameters, (name, value) =>
            {
                Key(name.Span);
                output.Raw(value.Span);
            });
        }

        output.Raw((byte)'}');
    }

    private void Key(ReadOnlySpan<byte> name)
    {
        if (!isFirst)
            output.Raw((byte)',');
        isFirst = false;
        output.Quoted(name);
        output.Raw((byte)':');
    }

    private static void Each(ReadOnlyMemory<byte> members, Action<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> take)
    {
        var reader = JsonScan.Over(members.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == System.Text.Json.JsonTokenType.PropertyName)
        {
            var name = members.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
            reader.Read();
            take(name, JsonScan.Value(ref reader, members).Utf8);
        }
    }
}
