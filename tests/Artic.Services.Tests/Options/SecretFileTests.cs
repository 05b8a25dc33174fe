using Artic.Hosting.Commands;
using Artic.Hosting.Options;

namespace Artic.Services.Tests.Options;

/// <summary>Secrets by path, or by the name under which a unit hands them out.</summary>
public sealed class SecretFileTests : IDisposable
{
    private const string Variable = "CREDENTIALS_DIRECTORY";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-");
    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);

    public SecretFileTests() => Environment.SetEnvironmentVariable(Variable, _folder.FullName);

    [Fact]
    public void Reads_a_path_and_a_credential_without_white_space()
    {
        string path = Write("venue-secret", " abc\n");
        Assert.Equal("abc", SecretFile.Read(path));
        Assert.Equal("abc", SecretFile.Read("credential:venue-secret"));
        Assert.Equal(path, SecretFile.Given("venue-secret"));
    }

    [Theory]
    [InlineData("credential:other")]
    [InlineData("credential:")]
    [InlineData("credential:..")]
    [InlineData("credential:../venue-secret")]
    public void Refuses_a_credential_that_was_not_given(string configured)
    {
        _ = Write("venue-secret", "abc");
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => SecretFile.Read(configured));
        Assert.Contains(configured, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_missing_only_where_this_process_can_know_it()
    {
        Assert.True(SecretFile.MayBeThere("credential:other"));
        Assert.False(SecretFile.MayBeThere("credential:a/b"));
        Assert.False(SecretFile.MayBeThere(Path.Combine(_folder.FullName, "none")));
        Assert.True(SecretFile.MayBeThere(Write("there", "x")));
    }

    [Fact]
    public void Stays_as_it_is_beside_a_configuration_where_it_is_a_credential()
    {
        Assert.Equal("credential:x", SecretFile.Beside("credential:x", "/etc/artic"));
        Assert.Equal("/etc/artic/secret", SecretFile.Beside("secret", "/etc/artic"));
        Assert.Equal("/run/secret", SecretFile.Beside("/run/secret", "/etc/artic"));
        Assert.Equal("", SecretFile.Beside("", "/etc/artic"));
    }

    [Fact]
    public void A_persons_token_that_this_service_was_not_given_is_nobodys()
    {
        _ = Write("people_ann", "token-of-ann");
        CommandTokens tokens = CommandTokens.Read(
            "token-of-the-run", new Dictionary<string, string> { ["ann"] = "credential:people_ann", ["bob"] = "credential:people_bob" });
        Assert.Equal("ann", tokens.Find("token-of-ann")!.Name);
        Assert.Null(tokens.Find("credential:people_bob"));
        Assert.Null(tokens.Find(""));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, _before);
        _folder.Delete(recursive: true);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
