using System.Text;
using System.Text.Json.Nodes;
using Errand.Gateway.Scripted;
using Errand.Testing;

namespace Errand.Gateway.Tests.Scripted;

/// <summary>A scripted model and a client that speaks to it by hand, so that a test sees every byte.</summary>
internal sealed class ModelUnderTest : IAsyncDisposable
{
    private readonly HttpClient http = new() { Timeout = TestTimeouts.Default };

    private ModelUnderTest(ScriptedModel model) => Model = model;

    public ScriptedModel Model { get; }

    public static Task<ModelUnderTest> PlayAsync(string script) => PlayAsync(script, new ScriptedModelOptions());

    public static async Task<ModelUnderTest> PlayAsync(string script, ScriptedModelOptions options) =>
        new(await ScriptedModel.StartAsync(ModelScript.Parse(script), options, CancellationToken.None));

    public Task<WireAnswer> MessagesAsync(JsonObject body, params (string Name, string Value)[] headers) =>
        PostAsync("/v1/messages?beta=true", body.ToJsonString(), [("x-api-key", ScriptedModelOptions.DefaultToken), ("anthropic-version", "2023-06-01"), .. headers]);

    public Task<WireAnswer> ResponsesAsync(JsonObject body, params (string Name, string Value)[] headers) =>
        PostAsync("/v1/responses", body.ToJsonString(), [("authorization", $"Bearer {ScriptedModelOptions.DefaultToken}"), .. headers]);

    public Task<WireAnswer> ChatAsync(JsonObject body, params (string Name, string Value)[] headers) =>
        PostAsync("/v1/chat/completions", body.ToJsonString(), [("authorization", $"Bearer {ScriptedModelOptions.DefaultToken}"), .. headers]);

    /// <summary>Sends exactly these headers; a later one replaces an earlier one, and an empty one removes it.</summary>
    public async Task<WireAnswer> PostAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Model.AnthropicBaseUrl + path);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            if (value.Length > 0)
                request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var (text, isTorn) = await ReadAsync(response);
        return new WireAnswer(response.StatusCode, response.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value)), text, isTorn);
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path) => http.SendAsync(new HttpRequestMessage(method, Model.AnthropicBaseUrl + path));

    /// <summary>Fails when a request broke a rule that the test did not mean to break.</summary>
    public void AssertNoViolations() => Assert.Empty(Model.Violations);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Model.DisposeAsync();
    }

    private static async Task<(string Text, bool IsTorn)> ReadAsync(HttpResponseMessage response)
    {
        var bytes = new MemoryStream();
        try
        {
            await response.Content.CopyToAsync(bytes);
            return (Encoding.UTF8.GetString(bytes.ToArray()), false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (Encoding.UTF8.GetString(bytes.ToArray()), true);
        }
    }
}
