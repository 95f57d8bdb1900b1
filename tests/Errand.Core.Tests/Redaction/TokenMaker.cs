using System.Text;
using Errand.Core.Redaction;

namespace Errand.Core.Tests.Redaction;

/// <summary>Makes random secrets of a rule's form, so that no test file holds one that a scanner would find.</summary>
internal sealed class TokenMaker(int seed)
{
    private const int LongestTail = 12;

    private readonly Random random = new(seed);

    /// <summary>A secret with what must stand around it; the secret itself is what the rule's marks enclose.</summary>
    public (string Text, string Secret) Make(SecretRule rule)
    {
        while (true)
        {
            var text = new StringBuilder();
            (int Start, int End) marks = (0, -1);
            if (rule.Pattern.Before is { } before)
                Append(text, before, ref marks);
            Append(text, rule.Pattern.From, ref marks);
            string secret = text.ToString()[marks.Start..(marks.End < 0 ? text.Length : marks.End)];
            // Chance makes texts that no vendor would give out.
            if (Plausibility.IsSecret(Encoding.Latin1.GetBytes(secret), rule) && !secret.StartsWith('-') && !secret.EndsWith('\\'))
                return (rule.IsAssigned ? Assign(rule, text.ToString()) : text.ToString(), secret);
        }
    }

    /// <summary>The ways in which code, configuration and data assign.</summary>
    private string Assign(SecretRule rule, string value)
    {
        string name = rule.Keywords[random.Next(rule.Keywords.Count)];
        bool isCode = !name.Contains(' ', StringComparison.Ordinal);
        string upper = name.ToUpperInvariant();
        string[] forms =
        [
            $"export {upper}={value}", $"{upper}=\"{value}\"", $"  \"{name}\": \"{value}\",", $"{name}: {value}", $"{{\\\"{name}\\\":\\\"{value}\\\"}}",
            $"const string {name} = \"{value}\";", $"{name} := '{value}'", $"os.environ['{upper}'] = '{value}'", $"my_{name}_1 = \"{value}\"",
            $"<add key=\"{name}\" value=\"{value}\" />", $"--{name} {value}", $"{{\\u0022{name}\\u0022:\\u0022{value}\\u0022}}", $"{name} => '{value}'",
            $"{name}: string = \"{value}\"", $"process.env.{upper} || '{value}'",
        ];
        return forms[random.Next(isCode ? forms.Length : 4)];
    }

    private void Append(StringBuilder text, PatternNode node, ref (int Start, int End) marks)
    {
        switch (node)
        {
            case LiteralNode literal:
                text.Append(Encoding.Latin1.GetString(literal.Bytes));
                break;
            case RunNode run:
                for (int left = Count(run.Least, run.Most); left > 0; left--)
                    text.Append((char)Printable(run.Set));
                break;
            case RepeatNode repeat:
                for (int left = Count(repeat.Least, repeat.Most); left > 0; left--)
                    Append(text, repeat.Part, ref marks);
                break;
            case ChoiceNode choice:
                Append(text, choice.Choices[random.Next(choice.Choices.Count)], ref marks);
                break;
            case SequenceNode sequence:
                foreach (PatternNode part in sequence.Parts)
                    Append(text, part, ref marks);
                break;
            default:
                marks = ((MarkNode)node).IsStart ? (text.Length, marks.End) : (marks.Start, text.Length);
                break;
        }
    }

    private int Count(int least, int most) => random.Next(least, Math.Min(most, least + LongestTail) + 1);

    private byte Printable(ByteSet set)
    {
        byte[] members = [.. set.Members.Where(value => value is > (byte)' ' and <= (byte)'~')];
        return members.Length > 0 ? members[random.Next(members.Length)] : set.Members[0];
    }
}
