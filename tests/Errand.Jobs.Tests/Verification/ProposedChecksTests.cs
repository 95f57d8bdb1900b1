using Errand.Core;
using Errand.Jobs.Requests;
using Errand.Jobs.Verification;

namespace Errand.Jobs.Tests.Verification;

public sealed class ProposedChecksTests
{
    [Theory]
    [InlineData("package.json|{\"scripts\":{\"test\":\"jest\"}}", "npm=npm test")]
    [InlineData("package.json|{\"scripts\":{\"test\":\"jest\"}};pnpm-lock.yaml|", "npm=pnpm test")]
    [InlineData("package.json|{\"scripts\":{\"test\":\"echo \\\"Error: no test specified\\\" && exit 1\"}}", "")]
    [InlineData("Shop.slnx|;src/Shop/Shop.csproj|", "dotnet=dotnet test")]
    [InlineData("go.mod|;Makefile|test:\n\tgo test", "go=go test ./...")]
    [InlineData("Makefile|CC = cc\ntest: a.o\n\t./a", "make=make test")]
    [InlineData("Makefile|all:\n\tcc", "")]
    [InlineData("Cargo.toml|;package.json|{\"scripts\":{\"test\":\"vitest\"}}", "cargo=cargo test npm=npm test")]
    [InlineData("pyproject.toml|[tool.pytest.ini_options]", "pytest=python3 -m pytest -q")]
    [InlineData("tests/test_a.py|import unittest", "unittest=python3 -m unittest discover -s tests -t .")]
    [InlineData("README.md|", "")]
    public async Task A_repository_s_files_show_how_it_is_tested(string files, string expected)
    {
        Dictionary<string, string> contents = files.Split(';').Select(file => file.Split('|')).ToDictionary(parts => parts[0], parts => parts[1]);

        IReadOnlyList<CheckSpec> checks = await ProposedChecks.ProposeAsync(contents, path => Task.FromResult(contents[path]));

        Assert.Equal(expected, string.Join(' ', checks.Select(check => $"{check.Name}={check.Command}")));
    }

    [Fact]
    public void The_short_form_of_a_check_can_say_that_it_must_fail_on_the_base_or_is_the_repository_s_own()
    {
        Assert.Equal(new CheckSpec("repro", "npm test") { MustFail = true }, CheckText.Parse("checks", "repro != npm test"));
        Assert.Equal(new CheckSpec("unit", "test a != b"), CheckText.Parse("checks", "unit=test a != b"));
        Assert.Equal(CheckSpec.Auto, CheckText.Parse("checks", " auto "));
    }
}
