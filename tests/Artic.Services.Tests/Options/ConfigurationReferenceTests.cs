namespace Artic.Services.Tests.Options;

/// <summary>The committed reference of the configuration is that of the option types.</summary>
public sealed class ConfigurationReferenceTests
{
    /// <summary>Set by <c>./artic docs</c>: the file is written and not compared.</summary>
    private const string Write = "ARTIC_WRITE_DOCS";

    [Fact]
    public void The_reference_says_what_the_option_types_are()
    {
        string root = Root();
        string made = ConfigurationReference.Make(Path.Combine(root, "libs", "Artic.Hosting", "Options"));
        string file = Path.Combine(root, "docs", "configuration.md");
        if (Environment.GetEnvironmentVariable(Write) == "1")
        {
            File.WriteAllText(file, made);
        }

        Assert.True(made == File.ReadAllText(file), "docs/configuration.md is not that of the option types: ./artic docs writes it anew");
    }

    private static string Root([System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
