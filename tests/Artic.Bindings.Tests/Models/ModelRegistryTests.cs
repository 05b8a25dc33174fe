using Artic.Bindings.Tests.Onnx;
using Artic.Models.Onnx;
using Artic.Models.Registry;
using Xunit;

namespace Artic.Bindings.Tests.Models;

public sealed class ModelRegistryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModelRegistry _registry;

    public ModelRegistryTests()
    {
        Repository.UseAsHome();
        _registry = new ModelRegistry(_folder.File("registry"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_that_is_added_is_given_back_byte_for_byte()
    {
        ModelVersion version = _registry.Add(Repository.MicropriceModel, "microprice");

        Assert.Equal(1, version.Version);
        byte[] read = new ModelRegistry(_registry.Folder).Read(ModelReference.Parse("microprice@1"), out ModelVersion again);
        Assert.Equal(File.ReadAllBytes(Repository.MicropriceModel), read);
        Assert.Equal(version.Sha256, again.Sha256);
        Assert.Equal("microprice.onnx", again.Source);
    }

    [Fact]
    public void The_same_bytes_are_no_new_version_and_others_are_the_next()
    {
        Assert.Equal(1, Add("m", 1).Version);
        Assert.Equal(2, Add("m", 2).Version);
        Assert.Equal(1, Add("m", 1).Version);
        Assert.Equal(3, Add("m", 3).Version);
        Assert.Equal(1, Add("other", 3).Version);
        Assert.Equal(["m", "other"], _registry.List().Select(model => model.Name));
    }

    [Fact]
    public void Promote_and_rollback_go_back_the_way_they_came()
    {
        for (int i = 1; i <= 3; i++)
        {
            _ = Add("m", i);
        }

        Assert.Equal("NOT_PROMOTED", CodeOf(() => _registry.Resolve(ModelReference.Parse("m"))));
        Promote("m@1");
        Promote("m@3");
        Promote("m@3");
        Promote("m@2");
        Assert.Equal(2, _registry.Resolve(ModelReference.Parse("m")).Version);
        Assert.Equal(3, _registry.Rollback("m").Version);
        Assert.Equal(1, _registry.Rollback("m").Version);
        Assert.Equal("NOT_PROMOTED", CodeOf(() => _registry.Rollback("m")));
        Assert.Equal(1, _registry.Resolve(ModelReference.Parse("m")).Version);
        Assert.Equal(
            ["promote 1", "promote 3", "promote 2", "rollback 3", "rollback 1"],
            _registry.Find("m").Changes.Select(change => $"{change.Action} {change.Version}"));
    }

    [Fact]
    public void Only_what_keeps_the_contract_and_wants_features_that_are_given_is_promoted()
    {
        string path = _folder.Write("any.onnx", TinyModel.Build("Relu", ["1", "2"], ["1", "2"], TinyModel.Contract(2)));
        _ = _registry.Add(path, "any");
        path = _folder.Write("bare.onnx", TinyModel.Build("Relu", ["1", "2"], ["1", "2"]));
        _ = _registry.Add(path, "bare");

        Assert.Equal("FEATURE_UNKNOWN", CodeOf(() => Promote("any@1")));
        Assert.Equal("METADATA_MISSING", CodeOf(() => Promote("bare@1")));
        Assert.Empty(_registry.Find("any").Promoted);
    }

    [Fact]
    public void A_file_that_was_changed_is_named_and_refused()
    {
        _ = Add("m", 1);
        string path = _registry.PathOf("m", 1);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        OnnxModelException error = Assert.Throws<OnnxModelException>(() => _registry.Read(ModelReference.Parse("m@1"), out _));

        Assert.Equal("FILE_CHANGED", error.Code);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Equal("FILE_CHANGED", CodeOf(() => Promote("m@1")));
        File.Delete(path);
        Assert.Equal("FILE_MISSING", CodeOf(() => Promote("m@1")));
    }

    [Fact]
    public void What_cannot_be_loaded_is_not_taken()
    {
        Assert.Equal("CORRUPT", CodeOf(() => _registry.Add(_folder.Write("bad.onnx", "no model"u8), "m")));
        using (FileStream file = File.Create(_folder.File("huge.onnx")))
        {
            file.SetLength(OnnxModelFile.MaxBytes + 1L);
        }

        Assert.Equal("FILE_TOO_LARGE", CodeOf(() => _registry.Add(_folder.File("huge.onnx"), "m")));
        Assert.Equal("FILE_MISSING", CodeOf(() => _registry.Add(_folder.File("none.onnx"), "m")));
        Assert.Empty(_registry.List());
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("""{ "name": "other" }""")]
    [InlineData("""{ "name": "m", "versions": [{ "version": 2, "sha256": "" }] }""")]
    [InlineData("""{ "name": "m", "promoted": [7] }""")]
    [InlineData("""{ "name": "m", "surprise": 1 }""")]
    public void A_list_that_cannot_be_read_is_named_and_refused(string text)
    {
        _ = Add("m", 1);
        string path = Path.Combine(_registry.Folder, "m", "model.json");
        File.WriteAllText(path, text);

        OnnxModelException error = Assert.Throws<OnnxModelException>(() => _registry.Find("m"));

        Assert.Equal("REGISTRY_CORRUPT", error.Code);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../escape")]
    [InlineData("Upper")]
    [InlineData(".hidden")]
    [InlineData("m@0")]
    [InlineData("m@one")]
    [InlineData("m@-1")]
    [InlineData("model.onnx")]
    public void A_name_that_cannot_be_one_is_refused(string name) =>
        Assert.Equal("NAME_INVALID", CodeOf(() => ModelReference.Parse(name)));

    [Fact]
    public void A_crash_between_the_model_and_the_list_leaves_the_version_to_the_next()
    {
        _ = Add("m", 1);
        File.WriteAllBytes(_registry.PathOf("m", 2), [1, 2, 3]);

        Assert.Equal(2, Add("m", 2).Version);
        Assert.True(_registry.Read(ModelReference.Parse("m@2"), out _).Length > 3);
    }

    private static string CodeOf(Action action) => Assert.Throws<OnnxModelException>(action).Code;

    private void Promote(string reference) => _registry.Promote(ModelReference.Parse(reference));

    /// <summary>Models of one of the bridge's features that differ in a number of their metadata.</summary>
    private ModelVersion Add(string name, int seed) => _registry.Add(
        _folder.Write($"{seed}.onnx", TinyModel.Build(
            "Relu", ["1", "1"], ["1", "1"], TinyModel.Contract(1, "feature_names", """["book_imbalance"]""", "seed", $"{seed}"))),
        name);
}
