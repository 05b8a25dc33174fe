using System.Text.Json;
using Artic.Models.Onnx;
using Artic.Models.Values;
using Xunit;

namespace Artic.Bindings.Tests.Onnx;

/// <summary>Models of other people with the outputs that their own tests state.</summary>
public sealed class ForeignModelTests
{
    // ankane/onnxruntime-ruby, test/model_test.rb: test_basic; the output that it states is the first row's.
    private const string Tensor345 = """
        [[[0.5488135, 0.71518934, 0.60276335, 0.5448832, 0.4236548], [0.6458941, 0.4375872, 0.891773, 0.96366274, 0.3834415],
          [0.79172504, 0.5288949, 0.56804454, 0.92559665, 0.07103606], [0.0871293, 0.0202184, 0.83261985, 0.77815676, 0.87001216]],
         [[0.9786183, 0.7991586, 0.46147937, 0.7805292, 0.11827443], [0.639921, 0.14335328, 0.9446689, 0.5218483, 0.41466194],
          [0.2645556, 0.7742337, 0.45615032, 0.56843394, 0.0187898], [0.6176355, 0.6120957, 0.616934, 0.94374806, 0.6818203]],
         [[0.3595079, 0.43703195, 0.6976312, 0.06022547, 0.6667667], [0.67063785, 0.21038257, 0.12892629, 0.31542835, 0.36371076],
          [0.57019675, 0.43860152, 0.9883738, 0.10204481, 0.20887676], [0.16130951, 0.6531083, 0.2532916, 0.46631077, 0.2444256]]]
        """;

    public ForeignModelTests() => Repository.UseAsHome();

    [SharedModelsTheory]
    [InlineData("ankane_model.onnx")]
    [InlineData("ankane_sigmoid.onnx")]
    public void A_sigmoid_of_three_dimensions(string name)
    {
        ModelValue[] outputs = Run(name, $$"""{ "x": {{Tensor345}} }""");

        Assert.Equal([3, 4, 5], ((TensorValue)outputs[0]).Dimensions);
        Near([0.6338603, 0.6715468, 0.6462883, 0.6329476, 0.6043575], outputs[0], 5);
    }

    // The same repository, test/inference_session_test.rb: test_providers_coreml.
    [SharedModelsTheory]
    [InlineData("ankane_mul_1.onnx")]
    public void A_product(string name) => Near([1, 4, 9, 16, 25, 36], Run(name, """{ "X": [[1, 2], [3, 4], [5, 6]] }""")[0], 6);

    [SharedModelsTheory]
    [InlineData("ankane_abs_free_dimensions.onnx")]
    public void Free_dimensions_are_those_that_are_given(string name)
    {
        TensorValue output = (TensorValue)Run(name, """{ "x": [[[-1, 2, -3, 4, -5]], [[6, -7, 8, -9, 0]]] }""")[0];

        Assert.Equal([2, 1, 5], output.Dimensions);
        Near([1, 2, 3, 4, 5, 6, 7, 8, 9, 0], output, 10);
    }

    [SharedModelsTheory]
    [InlineData("ankane_identity_string.onnx")]
    public void Texts(string name)
    {
        TensorValue output = (TensorValue)Run(name, """{ "input:0": [["one", "two"], ["three", "four"]] }""")[0];

        Assert.Equal(["one", "two", "three", "four"], output.Texts);
    }

    [SharedModelsTheory]
    [InlineData("ankane_logical_and.onnx")]
    public void Truths_of_two_inputs(string name)
    {
        TensorValue output = (TensorValue)Run(
            name, """{ "input:0": [[false, false], [true, true]], "input1:0": [[true, false], [true, false]] }""")[0];

        Assert.Equal([0, 0, 1, 0], output.Data);
    }

    [SharedModelsTheory]
    [InlineData("ankane_lightgbm.onnx")]
    public void A_boosted_ensemble_with_labels_and_maps(string name)
    {
        ModelValue[] outputs = Run(name, """{ "input": [[5.8, 2.8]] }""");

        Assert.Equal(1, ((TensorValue)outputs[0]).NumberAt(0));
        MapValue map = (MapValue)((SequenceValue)outputs[1]).Items[0];
        Near([0, 1, 2], map.Keys, 3);
        Near([0.2593829035758972, 0.409047931432724, 0.3315691649913788], map.Values, 3);
        Assert.Equal(
            [1, 1, 0, 2, 0],
            ((string[])["[5.8, 2.8]", "[6.0, 2.2]", "[5.5, 4.2]", "[7.3, 2.9]", "[5.0, 3.4]"])
                .Select(row => ((TensorValue)Run(name, $$"""{ "input": [{{row}}] }""")[0]).NumberAt(0)));
    }

    [SharedModelsTheory]
    [InlineData("ankane_randomforest.onnx")]
    public void A_random_forest(string name)
    {
        ModelValue[] outputs = Run(name, """{ "float_input": [[5.8, 2.8, 5.1, 2.4]] }""");

        Assert.Equal(2, ((TensorValue)outputs[0]).NumberAt(0));
        Near([0, 0, 1.0000001192092896], ((MapValue)((SequenceValue)outputs[1]).Items[0]).Values, 3);
    }

    // microsoft/onnxruntime, onnxruntime/test/python/onnxruntime_test_python_backend.py: test_run_model_proba.
    [SharedModelsTheory]
    [InlineData("ankane_logreg_iris.onnx")]
    public void A_logistic_regression_of_three_rows(string name)
    {
        ModelValue[] outputs = Run(name, """{ "float_input": [[1, 2], [3, 4], [5, 6]] }""");

        IReadOnlyList<ModelValue> maps = ((SequenceValue)outputs[1]).Items;
        Near([0.950599730014801, 0.027834169566631317, 0.02156602405011654], ((MapValue)maps[0]).Values, 3);
        Near([0.9974970817565918, 5.6299926654901356e-05, 0.0024466661270707846], ((MapValue)maps[1]).Values, 3);
        Near([0.9997311234474182, 1.1918064757310276e-07, 0.00026869276189245284], ((MapValue)maps[2]).Values, 3);
    }

    /// <summary>
    /// Its repository states no output. These are from a plain numpy version of its twelve operators, on a white bar of two columns
    /// from row 4 to 23: a one.
    /// </summary>
    [SharedModelsTheory]
    [InlineData("ort_mnist.onnx")]
    public void A_convolutional_network_reads_a_one(string name)
    {
        IEnumerable<int> pixels = Enumerable.Range(0, 28 * 28).Select(i => i / 28 is >= 4 and < 24 && i % 28 is 13 or 14 ? 255 : 0);

        ModelValue[] outputs = Run(name, $$"""{ "Input3": { "shape": [1, 1, 28, 28], "data": [{{string.Join(',', pixels)}}] } }""");

        double[] expected =
        [
            -1456.4275542, 4222.90497857, -2087.26597426, -2420.18158299, 1148.33593747, -830.2062977, -102.30387743, -79.959254,
            -553.308607, -1748.80532236,
        ];
        Near(expected, outputs[0], 10);
    }

    [SharedModelsTheory]
    [InlineData("ankane_mul_1.onnx", "METADATA_MISSING", "the metadata has no feature_names")]
    [InlineData("ankane_lightgbm.onnx", "METADATA_MISSING", "the metadata has no feature_names")]
    public void None_of_them_can_be_traded_and_it_says_why(string name, string code, string expected)
    {
        OnnxModelException error = Assert.Throws<OnnxModelException>(() => OnnxModel.Load(PathOf(name)).Dispose());

        Assert.Equal(code, error.Code);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static ModelValue[] Run(string name, string inputs)
    {
        using ModelRunner runner = new(File.ReadAllBytes(PathOf(name)), name);
        using JsonDocument json = JsonDocument.Parse(inputs);
        return runner.Run([.. runner.Inputs.Select(
            input => ValueJson.Read(json.RootElement.GetProperty(input.Name), input.ElementType, input.Name))]);
    }

    private static void Near(double[] expected, ModelValue value, int count)
    {
        double largest = Math.Max(1, expected.Max(Math.Abs));
        for (int i = 0; i < count; i++)
        {
            double number = ((TensorValue)value).NumberAt(i);
            Assert.True(Math.Abs(number - expected[i]) <= 2e-6 * largest, $"{number} at {i} for {expected[i]}");
        }
    }

    private static string PathOf(string name) => Path.Combine(Repository.SharedModels!, name);
}
