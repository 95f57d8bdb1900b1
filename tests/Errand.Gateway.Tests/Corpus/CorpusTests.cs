using System.Text.Json;
using Errand.Gateway.Scripted;
using Errand.Testing;

namespace Errand.Gateway.Tests.Corpus;

/// <summary>The rules of translation and the known mistakes of others, each as a case that is named for it.</summary>
public class CorpusTests
{
    public static TheoryData<string, string> Requests => Cases(isAnswer: false);

    public static TheoryData<string, string> Answers => Cases(isAnswer: true);

    [Theory]
    [MemberData(nameof(Requests))]
    public void The_upstream_gets_the_request_that_was_approved(string pair, string name)
    {
        using var test = new CorpusCase(pair, name);

        var request = test.Request();

        if (!request.StartsWith("refused: ", StringComparison.Ordinal))
        {
            using var body = JsonDocument.Parse(request, new JsonDocumentOptions { MaxDepth = 1000 });
            if (pair == "messages-chat" && name != "assistant-prefill-stays-last")
                Assert.Empty(ChatRules.Check(body.RootElement));
        }

        Approved.Equal(request, $"{pair}/{name}");
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void The_client_gets_the_answer_that_was_approved_in_whatever_pieces_it_comes(string pair, string name)
    {
        using var test = new CorpusCase(pair, name);

        var answer = test.Answer();

        Approved.Equal(answer, $"{pair}/{name}");
        var length = test.Upstream.Length;
        Assert.Equal(answer, test.Answer([.. Enumerable.Range(1, length)]));
        for (var cut = 0; cut < length; cut++)
            Assert.Equal(answer, test.Answer(cut));
    }

    [Fact]
    public void No_expectation_is_left_of_a_case_that_is_gone()
    {
        var cases = CorpusCase.All().Select(test => $"{test.Pair}/{test.Name}").ToHashSet();

        Assert.DoesNotContain(
            Directory.EnumerateFiles(CorpusCase.Directory, "*.approved.txt", SearchOption.AllDirectories),
            file => !cases.Contains(Path.GetRelativePath(CorpusCase.Directory, file).Replace(".approved.txt", "")));
    }

    private static TheoryData<string, string> Cases(bool isAnswer)
    {
        var data = new TheoryData<string, string>();
        foreach (var (pair, name) in CorpusCase.All())
        {
            using var test = new CorpusCase(pair, name);
            if (test.IsAnswer == isAnswer)
                data.Add(pair, name);
        }

        return data;
    }
}
