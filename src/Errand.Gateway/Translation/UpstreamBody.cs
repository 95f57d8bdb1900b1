using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Translation;

/// <summary>The JSON object that an upstream gets: what is written here, but for the members that the model's own parameters say otherwise.</summary>
internal sealed class UpstreamBody
{
    private readonly ModelTarget target;
    private readonly List<byte[]> overridden = [];

    public UpstreamBody(ModelTarget target)
    {
        this.target = target;
        Output.Raw((byte)'{');
        if (!target.Parameters.IsEmpty)
            ReadNames();
        if (Member("model"u8))
            Output.Quoted(target.Model);
    }

    public JsonSplice Output { get; } = new();

    /// <summary>Begins a member, whose value the caller writes to <see cref="Output"/>.</summary>
    /// <returns>False if the parameters have it: nothing must be written.</returns>
    public bool Member(ReadOnlySpan<byte> name)
    {
        foreach (byte[] other in overridden)
        {
            if (name.SequenceEqual(other))
                return false;
        }

        if (Output.Length > 1)
            Output.Raw((byte)',');
        Output.Quoted(name);
        Output.Raw((byte)':');
        return true;
    }

    /// <summary>A member with a value that is JSON; nothing if it is empty.</summary>
    public void Member(ReadOnlySpan<byte> name, RawJson value)
    {
        if (!value.IsEmpty && Member(name))
            Output.Raw(value.Utf8.Span);
    }

    public byte[] Finish()
    {
        if (!target.Parameters.IsEmpty)
        {
            var cursor = new JsonCursor(target.Parameters.Utf8);
            int depth = cursor.Depth;
            while (cursor.NextMember(depth))
            {
                if (Output.Length > 1)
                    Output.Raw((byte)',');
                Output.Quoted(cursor.Name);
                Output.Raw((byte)':');
                Output.Raw(cursor.Raw());
            }
        }

        Output.Raw((byte)'}');
        return Output.ToArray();
    }

    private void ReadNames()
    {
        var cursor = new JsonCursor(target.Parameters.Utf8);
        int depth = cursor.Depth;
        while (cursor.NextMember(depth))
            overridden.Add(cursor.Name.ToArray());
    }
}
