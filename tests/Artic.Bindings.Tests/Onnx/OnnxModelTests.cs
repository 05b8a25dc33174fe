using Artic.Models;
using Artic.Models.Onnx;
using Artic.Streams.Steps;
using Xunit;

namespace Artic.Bindings.Tests.Onnx;

public sealed class OnnxModelTests : IDisposable
{
    private static readonly string[] s_row2 = ["1", "2"];

    private readonly TemporaryFolder _folder = new();

    public OnnxModelTests() => Repository.UseAsHome();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Gives_what_numpy_gave_for_the_same_input()
    {
        using OnnxModel model = OnnxModel.Load(Repository.MicropriceModel, QuoteFeatureNames.All);
        float[] probe = [0.35f, -0.2f, 0.26f, 1.5f, -0.8f, 0.6f, 0.25f, 0.4f];

        Assert.True(model.TryRun(probe, null, out OnnxRunStatus status));

        Assert.Equal(OnnxRunStatus.Ok, status);
        Assert.Equal(ScoreKind.Classes, model.Kind);
        // Printed by models/train_microprice.py as "probe".
        Assert.Equal(0.4021770, model.Scores[0], 1e-5);
        Assert.Equal(0.2044406, model.Scores[1], 1e-5);
        Assert.Equal(0.3933824, model.Scores[2], 1e-5);
    }

    [Fact]
    public void Finds_its_features_by_name_whatever_order_they_are_given_in()
    {
        string[] reversed = [.. QuoteFeatureNames.All.Reverse(), "one more"];
        using OnnxModel model = OnnxModel.Load(Repository.MicropriceModel, reversed);

        Assert.True(model.TryRun([0.4f, 0.25f, 0.6f, -0.8f, 1.5f, 0.26f, -0.2f, 0.35f, 99], null, out _));

        Assert.Equal(0.4021770, model.Scores[0], 1e-5);
    }

    [Fact]
    public void Reads_the_contract_that_the_training_wrote()
    {
        using OnnxModel model = OnnxModel.Load(Repository.MicropriceModel);

        Assert.Equal(QuoteFeatureNames.All, model.Contract.Features);
        Assert.Equal(["down", "flat", "up"], model.Contract.Classes);
        Assert.Equal("20 quotes", model.Contract.Horizon);
        Assert.Equal("2024-06-07T00:00:00Z", model.Contract.TrainedAt);
        Assert.Empty(model.Contract.Mean);
        Assert.Equal(64, model.Sha256.Length);
    }

    [Fact]
    public void Takes_the_mean_from_each_feature_and_divides_by_its_scale()
    {
        string scaling = """{ "mean": { "a": 10, "b": -1 }, "scale": { "b": 0.5, "a": 4 } }""";
        using OnnxModel model = Load(TinyModel.Build("Identity", s_row2, s_row2, TinyModel.Contract(2, "scaling", scaling)));

        Assert.True(model.TryRun([12, 0], null, out _));

        Assert.Equal([0.5, 2], model.Scores.ToArray());
    }

    [Fact]
    public void Scaling_may_be_arrays_in_the_order_of_the_features()
    {
        string scaling = """{ "mean": [1, 2], "scale": [2, 4] }""";
        using OnnxModel model = Load(TinyModel.Build("Identity", s_row2, s_row2, TinyModel.Contract(2, "scaling", scaling)));

        Assert.True(model.TryRun([3, 10], null, out _));

        Assert.Equal([1, 2], model.Scores.ToArray());
    }

    [Fact]
    public void Allocates_nothing_in_ten_thousand_runs()
    {
        using OnnxModel model = OnnxModel.Load(Repository.MicropriceModel);
        float[] features = new float[8];
        int failures = 0;

        long bytes = Allocation.Of(() =>
        {
            features[0] += 0.00001f;
            failures += model.TryRun(features, null, out _) ? 0 : 1;
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

    [Fact]
    public void What_it_was_given_is_there_in_its_own_order_before_scaling()
    {
        string scaling = """{ "mean": [1, 2], "scale": [2, 4] }""";
        using OnnxModel model = OnnxModel.Load(
            TinyModel.Build("Identity", s_row2, s_row2, TinyModel.Contract(2, "scaling", scaling)), "tiny", ["b", "other", "a"]);

        Assert.True(model.TryRun([10, 99, 3], null, out _));

        Assert.Equal([3, 10], model.Given.ToArray());
        Assert.Equal([1, 2], model.Scores.ToArray());
    }

    [Fact]
    public void A_regressor_gives_one_value()
    {
        byte[] model = TinyModel.Graph(
            [TinyModel.Node("Gemm", ["x", "w", "b"], ["y"])],
            [TinyModel.Value("x", ["batch", "2"])], [TinyModel.Value("y", ["batch", "1"])],
            [TinyModel.Weight("w", [2, 1], 0.25f, -0.5f), TinyModel.Weight("b", [1], 0.125f)], TinyModel.Contract(2));
        using OnnxModel loaded = Load(model);

        Assert.True(loaded.TryRun([1, 0.5f], null, out _));

        Assert.Equal(ScoreKind.Value, loaded.Kind);
        Assert.Equal([0.125], loaded.Scores.ToArray());
    }

    [Fact]
    public void A_model_of_doubles_is_given_doubles()
    {
        byte[] model = TinyModel.Graph(
            [TinyModel.Node("Identity", ["x"], ["y"])], [TinyModel.Value("x", s_row2, TinyModel.Double)],
            [TinyModel.Value("y", s_row2, TinyModel.Double)], [],
            TinyModel.Contract(2, "scaling", """{ "mean": [0, 0], "scale": [3, 1] }"""));
        using OnnxModel loaded = Load(model);

        Assert.True(loaded.TryRun([1, 7], null, out _));

        Assert.Equal([1.0 / 3, 7], loaded.Scores.ToArray());
    }

    [Fact]
    public void Reads_a_classifier_whose_scores_are_a_map()
    {
        byte[] model = TinyModel.Graph(
            [
                TinyModel.Node("Softmax", ["x"], ["p"]),
                TinyModel.Node("ZipMap", ["p"], ["scores"], "ai.onnx.ml", TinyModel.IntsAttribute("classlabels_int64s", 0, 1, 2)),
            ],
            [TinyModel.Value("x", ["1", "3"])], [TinyModel.Maps("scores")], [],
            TinyModel.Contract(3, "classes", """["down", "flat", "up"]"""));
        using OnnxModel loaded = Load(model);
        float[] features = [0, MathF.Log(2), 0];
        Assert.True(loaded.TryRun(features, null, out _));
        Assert.Equal(0.25, loaded.Scores[0], 1e-6);
        Assert.Equal(0.5, loaded.Scores[1], 1e-6);

        Assert.Equal(0, Allocation.Of(() => loaded.TryRun(features, null, out _)));
    }

    [Fact]
    public void Of_several_outputs_the_metadata_names_the_scores()
    {
        byte[][] nodes = [TinyModel.Node("Neg", ["x"], ["minus"]), TinyModel.Node("Abs", ["x"], ["size"])];
        byte[][] outputs = [TinyModel.Value("minus", s_row2), TinyModel.Value("size", s_row2)];
        using OnnxModel model = Load(TinyModel.Graph(
            nodes, [TinyModel.Value("x", s_row2)], outputs, [], TinyModel.Contract(2, "output", "size")));

        Assert.True(model.TryRun([-3, 4], null, out _));

        Assert.Equal([3, 4], model.Scores.ToArray());
        OnnxModelException error = FaultOf(
            TinyModel.Graph(nodes, [TinyModel.Value("x", s_row2)], outputs, [], TinyModel.Contract(2)));
        Assert.Equal(OnnxModelFault.TypeMismatch, error.Fault);
        Assert.Contains("'minus' float [1,2], 'size' float [1,2]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_an_input_for_each_feature()
    {
        byte[][] inputs = [TinyModel.Value("a", ["1", "1"]), TinyModel.Value("b", ["n", "1"])];
        byte[][] nodes = [TinyModel.Node("Sub", ["a", "b"], ["y"])];
        byte[][] outputs = [TinyModel.Value("y", ["n", "1"])];
        using OnnxModel model = OnnxModel.Load(TinyModel.Graph(nodes, inputs, outputs, [], TinyModel.Contract(2)), "two", ["b", "a"]);

        Assert.True(model.TryRun([5, 7], null, out _));

        Assert.Equal([2], model.Scores.ToArray());
        OnnxModelException error = FaultOf(TinyModel.Graph(nodes, [inputs[1], inputs[0]], outputs, [], TinyModel.Contract(2)));
        Assert.Equal("FEATURE_ORDER", error.Code);
        Assert.Contains("input 0 is 'b', feature_names has 'a' there", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void State_goes_from_tick_to_tick_and_each_instance_has_its_own()
    {
        using OnnxModel model = Load(Running());
        using RecurrentState one = model.NewState()!;
        using RecurrentState other = model.NewState()!;

        Assert.Equal([1, 3, 6], Sums(model, one, 1, 2, 3));
        Assert.Equal([10, 20], Sums(model, other, 10, 10));
        Assert.True(model.TryRunAgain(out _), "a rehearsal is nobody's tick");
        Assert.Equal([10], Sums(model, one, 4));

        StateWriter saved = new();
        one.Save(saved);
        one.Reset();
        Assert.Equal([1], Sums(model, one, 1));
        one.Load(new StateReader(saved.Written.ToArray()));
        Assert.Equal([15], Sums(model, one, 5));
    }

    [Fact]
    public void A_tick_that_was_no_number_leaves_the_state_where_it_was()
    {
        using OnnxModel model = Load(Running());
        using RecurrentState state = model.NewState()!;
        Assert.Equal([2], Sums(model, state, 2));

        Assert.False(model.TryRun([float.NaN], state, out OnnxRunStatus status));
        Assert.Equal(OnnxRunStatus.InputNotFinite, status);
        Assert.Equal([5], Sums(model, state, 3));
        Assert.Equal([float.MaxValue], Sums(model, state, float.MaxValue));
        Assert.False(model.TryRun([float.MaxValue], state, out status));
        Assert.Equal(OnnxRunStatus.OutputNotFinite, status);
        Assert.Equal([0], Sums(model, state, -float.MaxValue));
    }

    [Fact]
    public void An_lstm_keeps_its_state_and_allocates_nothing()
    {
        // One unit: i, o, f, c each see the input with weight 1 and the state with weight 0.5; no bias.
        byte[] bytes = TinyModel.Graph(
            [
                TinyModel.Node("LSTM", ["x", "w", "r", "", "", "h", "c"], ["", "h1", "c1"], "", TinyModel.IntAttribute("hidden_size", 1)),
                TinyModel.Node("Identity", ["h1"], ["y"]),
            ],
            [TinyModel.Value("x", ["1", "1", "1"]), TinyModel.Value("h", ["1", "1", "1"]), TinyModel.Value("c", ["1", "1", "1"])],
            [TinyModel.Value("y", ["1", "1", "1"]), TinyModel.Value("h1", ["1", "1", "1"]), TinyModel.Value("c1", ["1", "1", "1"])],
            [TinyModel.Weight("w", [1, 4, 1], 1, 1, 1, 1), TinyModel.Weight("r", [1, 4, 1], 0.5f, 0.5f, 0.5f, 0.5f)],
            TinyModel.Contract(1, "state", """{ "h": "h1", "c": "c1" }""", "output", "y"));
        using OnnxModel model = Load(bytes);
        using RecurrentState state = model.NewState()!;
        double h = 0, c = 0;
        foreach (float x in (float[])[0.5f, -1, 2])
        {
            double gate = 1 / (1 + Math.Exp(-(x + (0.5 * h))));
            c = (gate * c) + (gate * Math.Tanh(x + (0.5 * h)));
            h = gate * Math.Tanh(c);
            Assert.True(model.TryRun([x], state, out _));
            Assert.Equal(h, model.Scores[0], 1e-6);
        }

        float[] features = [0.1f];
        Assert.Equal(0, Allocation.Of(() => model.TryRun(features, state, out _)));
    }

    [Theory]
    [InlineData("""{ "sum": "nothing" }""", "no output 'nothing'")]
    [InlineData("""{ "nothing": "next" }""", "no input 'nothing'")]
    [InlineData("""{ "sum": 1 }""", "does not name an output")]
    [InlineData("""["sum"]""", "is no JSON object")]
    public void Refuses_a_state_that_cannot_be(string state, string expected)
    {
        OnnxModelException error = FaultOf(Running(state));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(error.Fault, (OnnxModelFault[])[OnnxModelFault.StateInvalid, OnnxModelFault.MetadataInvalid]);
    }

    [Fact]
    public void Names_the_feature_that_nobody_gives()
    {
        OnnxModelException error = Assert.Throws<OnnxModelException>(() => OnnxModel.Load(
            TinyModel.Build("Identity", s_row2, s_row2, TinyModel.Contract(2)), "tiny", ["a", "c"]).Dispose());

        Assert.Equal("FEATURE_UNKNOWN", error.Code);
        Assert.Contains("tiny: it wants the feature 'b', which is not given; given are a, c", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("feature_names", "[\"a\"]", OnnxModelFault.ShapeMismatch, "model wants [1,2], its features are [1,1]")]
    [InlineData("feature_names", "[\"a\", \"a\"]", OnnxModelFault.FeatureDuplicate, "'a' twice")]
    [InlineData("feature_names", "{}", OnnxModelFault.MetadataInvalid, "no JSON array of strings")]
    [InlineData("feature_names", "[1, 2]", OnnxModelFault.MetadataInvalid, "no JSON array of strings")]
    [InlineData("feature_names", "[]", OnnxModelFault.MetadataInvalid, "0 names")]
    [InlineData("feature_names", "[\"a\", \"unfinished", OnnxModelFault.MetadataInvalid, "no JSON")]
    [InlineData("scaling", "[]", OnnxModelFault.MetadataInvalid, "no JSON object")]
    [InlineData("scaling", "{\"mean\": [0, 0]}", OnnxModelFault.MetadataInvalid, "has no scale")]
    [InlineData("scaling", "{\"mean\": [0, 0], \"scale\": [1, 0]}", OnnxModelFault.MetadataInvalid, "scale of 'b' is 0")]
    [InlineData("scaling", "{\"mean\": [0], \"scale\": [1, 1]}", OnnxModelFault.MetadataInvalid, "1 numbers for 2 features")]
    [InlineData("scaling", "{\"mean\": {\"a\": 0, \"c\": 0}, \"scale\": [1, 1]}", OnnxModelFault.MetadataInvalid, "nothing for 'b'")]
    [InlineData("scaling", "{\"mean\": [0, 1e999], \"scale\": [1, 1]}", OnnxModelFault.MetadataInvalid, "mean of 'b' is no number")]
    [InlineData("trained_at", "yesterday", OnnxModelFault.MetadataInvalid, "'yesterday' is no time")]
    [InlineData("classes", "[\"up\"]", OnnxModelFault.ShapeMismatch, "classes has 1 names, the model gives [1,2]")]
    public void Refuses_metadata_that_break_the_contract(string name, string value, OnnxModelFault fault, string expected)
    {
        OnnxModelException error = FaultOf(TinyModel.Build("Identity", s_row2, s_row2, TinyModel.Contract(2, name, value)));

        Assert.Equal(fault, error.Fault);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "feature_names")]
    [InlineData(2, "scaling")]
    [InlineData(4, "horizon")]
    [InlineData(6, "trained_at")]
    public void Names_the_property_that_is_missing(int place, string name)
    {
        List<string> metadata = [.. TinyModel.Contract(2)];
        metadata.RemoveRange(place, 2);

        OnnxModelException error = FaultOf(TinyModel.Build("Identity", s_row2, s_row2, [.. metadata]));

        Assert.Equal("METADATA_MISSING", error.Code);
        Assert.Contains($"the metadata has no {name}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Takes_a_free_batch_size_as_one()
    {
        using OnnxModel model = Load(TinyModel.Build("Identity", ["batch", "8"], ["batch", "n"], TinyModel.Contract(8)));

        Assert.True(model.TryRun([0, 0, 0, 0, 0, 0, 0, 42], null, out _));

        Assert.Equal(8, model.Scores.Length);
        Assert.Equal(42, model.Scores[7]);
    }

    [Fact]
    public void Refuses_an_answer_that_is_not_a_number()
    {
        using OnnxModel model = Load(TinyModel.Build("Sqrt", s_row2, s_row2, TinyModel.Contract(2)));

        Assert.False(model.TryRun([1, -1], null, out OnnxRunStatus status));
        Assert.Equal(OnnxRunStatus.OutputNotFinite, status);
        Assert.True(double.IsNaN(model.Scores[0]), "a refused answer must not look like one");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Refuses_a_feature_that_is_not_a_number_though_a_relu_would_hide_it(float feature)
    {
        using OnnxModel model = Load(TinyModel.Build("Relu", s_row2, s_row2, TinyModel.Contract(2)));

        Assert.False(model.TryRun([feature, 0], null, out OnnxRunStatus status));
        Assert.Equal(OnnxRunStatus.InputNotFinite, status);
        Assert.True(double.IsNaN(model.Scores[0]));
        Assert.True(model.TryRun([1, 0], null, out _));
        Assert.Equal(1, model.Scores[0]);
    }

    [Fact]
    public void Refuses_weights_in_another_file_before_the_library_opens_it()
    {
        byte[] elsewhere =
        [
            .. TinyModel.Number(1, 2), .. TinyModel.Number(2, TinyModel.Float), .. TinyModel.Text(8, "w"),
            .. TinyModel.Field(13, [.. TinyModel.Text(1, "location"), .. TinyModel.Text(2, "/etc/passwd")]), .. TinyModel.Number(14, 1),
        ];
        byte[] model = TinyModel.Graph(
            [TinyModel.Node("Add", ["x", "w"], ["y"])], [TinyModel.Value("x", s_row2)], [TinyModel.Value("y", s_row2)], [elsewhere],
            TinyModel.Contract(2));

        Assert.Equal("EXTERNAL_DATA", FaultOf(model).Code);
    }

    [Fact]
    public void Refuses_what_draws_random_numbers()
    {
        OnnxModelException error = FaultOf(TinyModel.Build("RandomNormalLike", s_row2, s_row2, TinyModel.Contract(2)));

        Assert.Equal("NOT_DETERMINISTIC", error.Code);
        Assert.Contains("RandomNormalLike", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_which_operator_is_not_there() =>
        Assert.Equal("OPERATOR_MISSING", FaultOf(TinyModel.Build("Frobnicate", s_row2, s_row2, TinyModel.Contract(2))).Code);

    [Fact]
    public void Features_that_are_whole_numbers_are_refused()
    {
        byte[] model = TinyModel.Graph(
            [TinyModel.Node("Identity", ["x"], ["y"])], [TinyModel.Value("x", s_row2, TinyModel.Int64)],
            [TinyModel.Value("y", s_row2, TinyModel.Int64)], [], TinyModel.Contract(2));

        Assert.Contains("features are float or double, the model has 'x' int64 [1,2]", FaultOf(model).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_file_that_is_missing()
    {
        OnnxModelException error = Assert.Throws<OnnxModelException>(() => OnnxModel.Load(_folder.File("none.onnx")).Dispose());

        Assert.Equal(OnnxModelFault.FileMissing, error.Fault);
        Assert.Contains("none.onnx", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_a_folder_cannot_be_read() => Assert.Equal(
        OnnxModelFault.FileUnreadable, Assert.Throws<OnnxModelException>(() => OnnxModel.Load(Path.GetTempPath()).Dispose()).Fault);

    [Fact]
    public void Refuses_a_file_above_64_megabytes_unread()
    {
        using (FileStream file = File.Create(_folder.File("huge.onnx")))
        {
            file.SetLength(OnnxModelFile.MaxBytes + 1L);
        }

        Assert.Equal(
            OnnxModelFault.FileTooLarge,
            Assert.Throws<OnnxModelException>(() => OnnxModel.Load(_folder.File("huge.onnx")).Dispose()).Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no model")]
    public void Refuses_a_file_that_is_no_model(string content)
    {
        string path = _folder.Write("bad.onnx", System.Text.Encoding.UTF8.GetBytes(content));

        Assert.Equal(OnnxModelFault.Corrupt, Assert.Throws<OnnxModelException>(() => OnnxModel.Load(path).Dispose()).Fault);
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
                OnnxModel.Load(damaged, "damaged").Dispose();
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
        OnnxModel model = OnnxModel.Load(Repository.MicropriceModel);
        model.Dispose();
        model.Dispose();

        Assert.Throws<ObjectDisposedException>(() => model.TryRun(new float[8], null, out _));
        Assert.Throws<ObjectDisposedException>(() => model.Scores.Length);
    }

    /// <summary>The sum of all features so far: its own output is its next state.</summary>
    private static byte[] Running(string state = """{ "sum": "next" }""") => TinyModel.Graph(
        [TinyModel.Node("Add", ["x", "sum"], ["next"]), TinyModel.Node("Identity", ["next"], ["y"])],
        [TinyModel.Value("x", ["1", "1"]), TinyModel.Value("sum", ["1", "1"])],
        [TinyModel.Value("next", ["1", "1"]), TinyModel.Value("y", ["1", "1"])], [], TinyModel.Contract(1, "state", state));

    private static List<double> Sums(OnnxModel model, RecurrentState state, params float[] features)
    {
        List<double> sums = [];
        foreach (float feature in features)
        {
            Assert.True(model.TryRun([feature], state, out _));
            sums.Add(model.Scores[0]);
        }

        return sums;
    }

    private static OnnxModel Load(byte[] model) => OnnxModel.Load(model, "tiny");

    private static OnnxModelException FaultOf(byte[] model) => Assert.Throws<OnnxModelException>(() => Load(model).Dispose());
}
