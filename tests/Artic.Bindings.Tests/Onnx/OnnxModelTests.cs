using Artic.Models.Onnx;
using Xunit;

namespace Artic.Bindings.Tests.Onnx;

public sealed class OnnxModelTests : IDisposable
{
    private static readonly string[] Row8 = ["1", "8"];

    private readonly TemporaryFolder _folder = new();

    public OnnxModelTests() => Repository.UseAsHome();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Gives_what_numpy_gave_for_the_same_input()
    {
        using OnnxModel model = OnnxModel.Load(Repository.MicropriceModel, 8, 3);
        float[] probe = [0.35f, -0.2f, 0.26f, 1.5f, -0.8f, 0.6f, 0.25f, 0.4f];
        probe.CopyTo(model.Input);

        Assert.True(model.TryRun(out OnnxRunStatus status));

        Assert.Equal(OnnxRunStatus.Ok, status);
        // Printed by models/train_microprice.py as "probe".
        Assert.Equal(0.4021770f, model.Output[0], 1e-5f);
        Assert.Equal(0.2044406f, model.Output[1], 1e-5f);
        Assert.Equal(0.3933824f, model.Output[2], 1e-5f);
    }

    [Fact]
    public void Answers_the_mirror_image_of_a_book_with_the_mirror_image_of_its_answer()
    {
        using OnnxModel model = OnnxModel.Load(Repository.MicropriceModel, 8, 3);
        float[] bidHeavy = [0.8f, 0.9f, 0.12f, 0.3f, 0, 0, 0.6f, 0.1f];
        float[] askHeavy = [-0.8f, -0.9f, -0.12f, 0.3f, 0, 0, -0.6f, 0.1f];

        bidHeavy.CopyTo(model.Input);
        Assert.True(model.TryRun(out _));
        float up = model.Output[2];
        askHeavy.CopyTo(model.Input);
        Assert.True(model.TryRun(out _));

        Assert.True(up > 0.5f, $"a heavy bid gives up {up}");
        Assert.Equal(up, model.Output[0], 0.1f);
    }

    [Fact]
    public void Reads_the_metadata_that_the_training_wrote()
    {
        using OnnxModel model = OnnxModel.Load(Repository.MicropriceModel, 8, 3);

        Assert.Equal(8, model.FeatureNames.Count);
        Assert.Equal("book_imbalance", model.FeatureNames[0]);
        Assert.Equal("realized_volatility_bps", model.FeatureNames[7]);
        Assert.Equal("20", model.FindMetadata("horizon_quotes"));
        Assert.Null(model.FindMetadata("no such property"));
        Assert.Equal(64, model.Sha256.Length);
    }

    [Fact]
    public void Allocates_nothing_in_ten_thousand_runs()
    {
        using OnnxModel model = OnnxModel.Load(Repository.MicropriceModel, 8, 3);
        int failures = 0;

        long bytes = Allocation.Of(() =>
        {
            model.Input[0] += 0.00001f;
            failures += model.TryRun(out _) ? 0 : 1;
        });

        Assert.Equal(0, bytes);
        Assert.Equal(0, failures);
    }

    [Fact]
    public void The_allocation_count_sees_a_single_array_a_run()
    {
        float[] kept = [];

        long bytes = Allocation.Of(() => kept = new float[8]);

        Assert.True(bytes >= 10_000 * 8 * sizeof(float), $"{bytes} bytes");
        Assert.Equal(8, kept.Length);
    }

    [Theory]
    [InlineData(12, 3, "model wants [1,8], the instance gives [1,12]")]
    [InlineData(8, 2, "model gives [1,3], the instance wants [1,2]")]
    public void States_both_shapes_where_they_differ(int width, int classes, string expected)
    {
        OnnxModelException error = FaultOf(Repository.MicropriceModel, width, classes);

        Assert.Equal(OnnxModelFault.ShapeMismatch, error.Fault);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_a_free_batch_size_as_one()
    {
        string path = _folder.Write("free.onnx", TinyModel.Build("Identity", ["batch", "8"], ["batch", "8"]));
        using OnnxModel model = OnnxModel.Load(path, 8, 8);

        model.Input[7] = 42;

        Assert.True(model.TryRun(out _));
        Assert.Equal(42, model.Output[7]);
        Assert.Empty(model.FeatureNames);
    }

    [Fact]
    public void Finds_at_load_that_a_free_size_turns_out_wrong()
    {
        string path = _folder.Write("free.onnx", TinyModel.Build("Identity", ["a", "b"], ["a", "b"]));

        Assert.Equal(OnnxModelFault.RunFailed, FaultOf(path, 8, 3).Fault);
    }

    [Fact]
    public void Refuses_an_answer_that_is_not_a_number()
    {
        string path = _folder.Write("sqrt.onnx", TinyModel.Build("Sqrt", Row8, Row8));
        using OnnxModel model = OnnxModel.Load(path, 8, 8);

        model.Input[3] = -1;

        Assert.False(model.TryRun(out OnnxRunStatus status));
        Assert.Equal(OnnxRunStatus.OutputNotFinite, status);
        Assert.True(float.IsNaN(model.Output[0]), "a refused answer must not look like one");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Refuses_a_feature_that_is_not_a_number_though_a_relu_would_hide_it(float feature)
    {
        string path = _folder.Write("relu.onnx", TinyModel.Build("Relu", Row8, Row8));
        using OnnxModel model = OnnxModel.Load(path, 8, 8);

        model.Input[0] = feature;

        Assert.False(model.TryRun(out OnnxRunStatus status));
        Assert.Equal(OnnxRunStatus.InputNotFinite, status);
        model.Input[0] = 1;
        Assert.True(model.TryRun(out _));
        Assert.Equal(1, model.Output[0]);
    }

    [Theory]
    [InlineData("[\"only\", \"two\"]", "2 names")]
    [InlineData("{\"not\": \"an array\"}", "no JSON array")]
    [InlineData("[1,2,3,4,5,6,7,8]", "no JSON array")]
    [InlineData("[\"unfinished", "no JSON array")]
    [InlineData("", "no JSON array")]
    public void Refuses_feature_names_that_do_not_fit_the_input(string featureNames, string expected)
    {
        string path = _folder.Write("names.onnx", TinyModel.Build("Relu", Row8, Row8, featureNames));

        OnnxModelException error = FaultOf(path, 8, 8);

        Assert.Equal(OnnxModelFault.MetadataInvalid, error.Fault);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_file_that_is_missing()
    {
        OnnxModelException error = FaultOf(_folder.File("none.onnx"), 8, 3);

        Assert.Equal(OnnxModelFault.FileMissing, error.Fault);
        Assert.Contains("none.onnx", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_a_folder_cannot_be_read() =>
        Assert.Equal(OnnxModelFault.FileUnreadable, FaultOf(Path.GetTempPath(), 8, 3).Fault);

    [Fact]
    public void Refuses_a_file_above_64_megabytes_unread()
    {
        using (FileStream file = File.Create(_folder.File("huge.onnx")))
        {
            file.SetLength(OnnxModel.MaxFileBytes + 1L);
        }

        Assert.Equal(OnnxModelFault.FileTooLarge, FaultOf(_folder.File("huge.onnx"), 8, 3).Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no model")]
    public void Refuses_a_file_that_is_no_model(string content)
    {
        string path = _folder.Write("bad.onnx", System.Text.Encoding.UTF8.GetBytes(content));

        Assert.Equal(OnnxModelFault.Corrupt, FaultOf(path, 8, 3).Fault);
    }

    [Fact]
    public void Survives_every_kind_of_damage()
    {
        byte[] whole = File.ReadAllBytes(Repository.MicropriceModel);
        int refused = 0;
        for (int round = 0; round < 80; round++)
        {
            byte[] damaged = round % 2 == 0 ? whole[..(whole.Length * round / 80)] : [.. whole];
            if (round % 2 == 1)
            {
                damaged[whole.Length * round / 80] ^= (byte)(1 << (round % 8));
            }

            try
            {
                OnnxModel.Load(_folder.Write("damaged.onnx", damaged), 8, 3).Dispose();
            }
            catch (OnnxModelException)
            {
                refused++;
            }
        }

        Assert.True(refused >= 35, $"only {refused} of 80 were refused, of which 40 were cut short");
    }

    [Fact]
    public void Cannot_be_used_after_its_memory_is_freed()
    {
        OnnxModel model = OnnxModel.Load(Repository.MicropriceModel, 8, 3);
        model.Dispose();
        model.Dispose();

        Assert.Throws<ObjectDisposedException>(() => model.TryRun(out _));
        Assert.Throws<ObjectDisposedException>(() => model.Input.Length);
        Assert.Throws<ObjectDisposedException>(() => model.Output.Length);
    }

    internal static OnnxModelException FaultOf(string path, int width, int classes) =>
        Assert.Throws<OnnxModelException>(() => OnnxModel.Load(path, width, classes).Dispose());
}
