using System.Text;
using System.Text.Json;
using Errand.Gateway.Translation.Profiles;

namespace Errand.Gateway.Tests.Translation;

public class BackendProfilesTests
{
    private readonly List<ProfileProblem> problems = [];

    [Fact]
    public void All_backends_of_the_manual_are_built_in() => Assert.Equal(
        ["generic", "openai", "deepseek", "qwen", "glm", "kimi", "vllm", "ollama", "openrouter"],
        BackendProfiles.BuiltIn.Names);

    [Fact]
    public void A_profile_begins_as_the_one_that_it_extends()
    {
        var profiles = Read("""{ "mine": { "extends": "theirs", "maxTokensLimit": 8192 }, "theirs": { "extends": "deepseek", "topK": true } }""");

        Assert.Empty(problems);
        Assert.Equal(BackendProfiles.BuiltIn.Find("deepseek")! with { Name = "mine", TopK = true, MaxTokensLimit = 8192 }, profiles.Find("mine"));
    }

    [Fact]
    public void A_profile_may_change_the_built_in_one_of_its_name()
    {
        var profile = Read("""{ "qwen": { "extends": "qwen", "reasoningEcho": "reasoning_content" } }""").Find("qwen");

        Assert.Equal(BackendProfiles.BuiltIn.Find("qwen")! with { ReasoningEcho = "reasoning_content" }, profile);
    }

    [Fact]
    public void Members_for_the_request_keep_their_text()
    {
        var profile = Read("""{ "mine": { "reasoningOn": { "budget": 1.50 } } }""").Find("mine")!;

        Assert.Equal("""{ "budget": 1.50 }""", Encoding.UTF8.GetString(profile.ReasoningOn.Utf8.Span));
    }

    [Theory]
    [InlineData("""{ "a": { "topK": 1 } }""", "a topK 1: true or false")]
    [InlineData("""{ "a": { "images": "sideways" } }""", "a images \"sideways\": 'user', 'tool' or 'none'")]
    [InlineData("""{ "a": { "maxTokensLimit": 0 } }""", "a maxTokensLimit 0: a whole number from 1, or null for no limit")]
    [InlineData("""{ "a": { "reasoningOn": [] } }""", "a reasoningOn []: an object whose members go into the request, or null")]
    [InlineData("""{ "a": { "toolChoices": ["auto", 1] } }""", "a toolChoices [\"auto\", 1]: a list of 'auto', 'none', 'required' or 'function'")]
    [InlineData("""{ "a": { "maxToken": "none" } }""", "a maxToken \"none\": 'maxTokens', perhaps")]
    [InlineData("""{ "a": { "extends": "a" } }""", "a extends \"a\": a profile that does not extend this one")]
    [InlineData("""{ "a": 1 }""", "a  1: an object")]
    [InlineData("""{ "a": { "extends": 1 } }""", "a extends 1: one of generic, openai, deepseek, qwen, glm, kimi, vllm, ollama, openrouter")]
    public void What_is_wrong_is_told_with_key_value_and_what_is_allowed(string own, string expected)
    {
        Read(own);

        var problem = Assert.Single(problems);
        Assert.Equal(expected, $"{problem.Profile} {problem.Key} {problem.Value}: {problem.Allowed}");
    }

    [Fact]
    public void Profiles_that_extend_each_other_are_refused()
    {
        Read("""{ "a": { "extends": "b" }, "b": { "extends": "a" } }""");

        Assert.All(problems, problem => Assert.Equal("a profile that does not extend this one", problem.Allowed));
        Assert.NotEmpty(problems);
    }

    private BackendProfiles Read(string own) => BackendProfiles.Read(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(own)!, problems);
}
