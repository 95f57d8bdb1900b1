namespace Errand.Core.Tests.Text;

public sealed class SecretNamesTests
{
    [Theory]
    [InlineData("ANTHROPIC_API_KEY")]
    [InlineData("ANTHROPIC_AUTH_TOKEN")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    [InlineData("GITHUB_PAT")]
    [InlineData("DB_PASSWD")]
    [InlineData("PGPASSWORD")]
    [InlineData("MYSQL_PWD")]
    [InlineData("SECRET_KEY_BASE")]
    [InlineData("API_KEY_VALUE")]
    [InlineData("GOOGLE_APPLICATION_CREDENTIALS")]
    [InlineData("token")]
    public void A_name_that_says_so_is_a_secrets(string name) => Assert.True(SecretNames.IsSecret(name));

    [Theory]
    [InlineData("MAX_OUTPUT_TOKENS")]
    [InlineData("MONKEY_DIR")]
    [InlineData("KEYBOARD")]
    [InlineData("TOKEN_LIMIT")]
    [InlineData("SSH_KEY_PATH")]
    [InlineData("JAVA_HOME")]
    [InlineData("PWD")]
    [InlineData("PATH")]
    [InlineData("_")]
    [InlineData("")]
    public void Any_other_is_not(string name) => Assert.False(SecretNames.IsSecret(name));
}
