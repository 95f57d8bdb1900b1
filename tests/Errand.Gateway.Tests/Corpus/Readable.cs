using System.Text;

namespace Errand.Gateway.Tests.Corpus;

internal static class Readable
{
    private const int Depth = 3;

    /// <summary>JSON text with line breaks after the commas of its outer levels; every token stays as it is.</summary>
    public static string Json(string json)
    {
        var text = new StringBuilder();
        var depth = 0;
        var isInString = false;
        for (var index = 0; index < json.Length; index++)
        {
            var character = json[index];
            text.Append(character);
            if (isInString)
            {
                if (character == '\\')
                    text.Append(json[++index]);
                isInString = character != '"';
            }
            else if (character == '"')
            {
                isInString = true;
            }
            else if (character is '{' or '[')
            {
                depth++;
            }
            else if (character is '}' or ']')
            {
                depth--;
            }
            else if (character == ',' && depth < Depth)
            {
                text.Append('\n').Append(' ', 2 * depth);
            }
        }

        return text.ToString();
    }
}
