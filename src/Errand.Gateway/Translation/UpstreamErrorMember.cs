using Errand.Gateway.Translation.Answers;
using Errand.Gateway.Translation.Json;

namespace Errand.Gateway.Translation;

/// <summary>Reads the <c>error</c> member of Anthropic's and OpenAI's answers, in all the forms in which it is met.</summary>
internal static class UpstreamErrorMember
{
    /// <summary>Reads the value that the cursor stands on: an object, or a bare text.</summary>
    public static UpstreamError Read(ref JsonCursor cursor)
    {
        string? code = null, type = null, message = cursor.Unescaped();
        int status = 0;
        if (cursor.IsObject)
        {
            int depth = cursor.Depth;
            while (cursor.NextMember(depth))
            {
                if (cursor.NameIs("message"u8))
                    message = cursor.Unescaped();
                else if (cursor.NameIs("type"u8))
                    type = cursor.Unescaped();
                else if (cursor.NameIs("code"u8))
                {
                    // OpenRouter's code is the status.
                    code = cursor.Unescaped();
                    status = cursor.IsNumber && cursor.Long() is >= 400 and < 600 and var number ? (int)number : status;
                }
            }
        }

        return new UpstreamError(status, string.IsNullOrEmpty(code) ? type : code, message ?? "");
    }
}
