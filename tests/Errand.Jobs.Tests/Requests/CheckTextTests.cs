using Errand.Core;
using Errand.Jobs.Requests;

namespace Errand.Jobs.Tests.Requests;

public sealed class CheckTextTests
{
    [Theory]
    [InlineData("unit=dotnet test", "unit", "dotnet test")]
    [InlineData("env=A=b make", "env", "A=b make")]
    [InlineData(" unit = make ", "unit", "make")]
    [InlineData("empty=", "empty", "")]
    public void A_name_is_what_is_before_the_first_equals_sign(string text, string name, string command) =>
        Assert.Equal(new CheckSpec(name, command), CheckText.Parse("check", text));

    [Theory]
    [InlineData("")]
    [InlineData("dotnet test")]
    [InlineData("=dotnet test")]
    public void Text_of_another_form_is_refused_under_the_name_it_was_given_as(string text) => Assert.Equal(
        $"ERR1001 checks '{text}' is refused: a check is a name, '=' and a command. Example: unit=dotnet test",
        Assert.Throws<ErrandException>(() => CheckText.Parse("checks", text)).Message);
}
