using System.Buffers.Binary;
using Artic.Models.Onnx;
using Artic.Tests.Support;
using Xunit;

namespace Artic.Bindings.Tests.Onnx;

/// <summary>Multilayer perceptrons are computed by the product itself: with ONNX Runtime's results, and nothing else is.</summary>
public sealed class DenseNetworkTests
{
    public DenseNetworkTests() => Repository.UseAsHome();

    [Theory]
    [InlineData(1, 1, "Relu")]
    [InlineData(2, 3, "Softmax")]
    [InlineData(7, 8, "Sigmoid")]
    [InlineData(8, 9, "Tanh")]
    [InlineData(3, 31, "Softmax")]
    [InlineData(5, 32, "Relu")]
    [InlineData(4, 33, "Sigmoid")]
    [InlineData(64, 64, "Softmax")]
    public void A_layer_of_any_width_gives_what_the_library_gives(int inputs, int outputs, string activation)
    {
        byte[] file = Network(
            inputs, outputs,
            [TinyModel.Node("Gemm", ["x", "w", "b"], ["s"]), TinyModel.Node(activation, ["s"], ["y"])],
            [Weight("w", [inputs, outputs], 1), Weight("b", [outputs], 2)]);

        NeedSame(file, inputs);
    }

    [Theory]
    [InlineData("turned, with factors")]
    [InlineData("without a bias")]
    [InlineData("a product and a sum")]
    [InlineData("a sum and a product's other way round")]
    [InlineData("through operators that change nothing")]
    [InlineData("weights as constants")]
    public void The_ways_in_which_trainers_write_a_layer_are_known(string way)
    {
        (byte[][] nodes, byte[][] weights) = way switch
        {
            "turned, with factors" => (
                (byte[][])
                [
                    TinyModel.Node(
                        "Gemm", ["x", "w", "b"], ["y"], "", TinyModel.IntAttribute("transB", 1), TinyModel.FloatAttribute("alpha", 0.5f),
                        TinyModel.FloatAttribute("beta", -2)),
                ],
                (byte[][])[Weight("w", [5, 3], 1), Weight("b", [5], 2)]),
            "without a bias" => ([TinyModel.Node("Gemm", ["x", "w"], ["y"])], [Weight("w", [3, 5], 1)]),
            "a product and a sum" => (
                [TinyModel.Node("MatMul", ["x", "w"], ["p"]), TinyModel.Node("Add", ["p", "b"], ["y"])],
                [Weight("w", [3, 5], 1), Weight("b", [1, 5], 2)]),
            "a sum and a product's other way round" => (
                [TinyModel.Node("MatMul", ["x", "w"], ["p"]), TinyModel.Node("Add", ["b", "p"], ["y"])],
                [Weight("w", [3, 5], 1), Weight("b", [5], 2)]),
            "through operators that change nothing" => (
                [
                    TinyModel.Node("Cast", ["x"], ["c"], "", TinyModel.IntAttribute("to", TinyModel.Float)),
                    TinyModel.Node("Flatten", ["c"], ["f"]), TinyModel.Node("Gemm", ["f", "w"], ["g"]),
                    TinyModel.Node("Dropout", ["g"], ["d"]), TinyModel.Node("Identity", ["d"], ["y"]),
                ],
                [Weight("w", [3, 5], 1)]),
            _ => (
                [
                    TinyModel.Node(
                        "Constant", [], ["w"], "",
                        [.. TinyModel.Text(1, "value"), .. TinyModel.Field(5, Weight("", [3, 5], 1)), .. TinyModel.Number(20, 4)]),
                    TinyModel.Node("Gemm", ["x", "w"], ["y"]),
                ],
                []),
        };

        NeedSame(Network(3, 5, nodes, weights), 3);
    }

    [Fact]
    public void Weights_may_be_packed_numbers_instead_of_raw_bytes()
    {
        byte[] values = new byte[6 * sizeof(float)];
        for (int i = 0; i < 6; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(values.AsSpan(i * sizeof(float)), i - 2.5f);
        }

        byte[] weight =
        [
            .. TinyModel.Field(1, [2, 3]), .. TinyModel.Number(2, TinyModel.Float), .. TinyModel.Field(4, values), .. TinyModel.Text(8, "w"),
        ];

        NeedSame(Network(2, 3, [TinyModel.Node("Gemm", ["x", "w"], ["y"])], [weight]), 2);
    }

    [Theory]
    [InlineData("another operator")]
    [InlineData("a weight that is computed")]
    [InlineData("an activation of the features alone")]
    [InlineData("a softmax over the rows")]
    [InlineData("no layer")]
    public void What_is_no_such_network_is_left_to_the_library(string what)
    {
        byte[] gemm = TinyModel.Node("Gemm", ["x", "w"], ["g"]);
        (byte[][] nodes, byte[][] weights) = what switch
        {
            "another operator" => ((byte[][])[gemm, TinyModel.Node("Neg", ["g"], ["y"])], (byte[][])[Weight("w", [3, 3], 1)]),
            "a weight that is computed" => (
                [TinyModel.Node("Neg", ["v"], ["w"]), TinyModel.Node("Gemm", ["x", "w"], ["y"])], [Weight("v", [3, 3], 1)]),
            "an activation of the features alone" => (
                [TinyModel.Node("Relu", ["x"], ["r"]), TinyModel.Node("Gemm", ["r", "w"], ["y"])], [Weight("w", [3, 3], 1)]),
            "a softmax over the rows" => (
                [gemm, TinyModel.Node("Softmax", ["g"], ["y"], "", TinyModel.IntAttribute("axis", 0))], [Weight("w", [3, 3], 1)]),
            _ => ([TinyModel.Node("Identity", ["x"], ["y"])], []),
        };
        byte[] file = Network(3, 3, nodes, weights);
        using OnnxModel model = OnnxModel.Load(file, "other");
        using OnnxModel library = OnnxModel.Load(file, "other", byLibrary: true);

        Assert.False(model.IsDense);
        Assert.True(model.TryRun([1, -2, 3], null, out _) && library.TryRun([1, -2, 3], null, out _));
        Assert.Equal(library.Scores.ToArray(), model.Scores.ToArray());
    }

    [Fact]
    public void The_model_of_the_demo_is_one_and_gives_the_same_bits_whatever_was_asked_before()
    {
        using OnnxModel model = OnnxModel.Load(Repository.MicropriceModel);
        using OnnxModel library = OnnxModel.Load(File.ReadAllBytes(Repository.MicropriceModel), "microprice", byLibrary: true);
        Assert.True(model.IsDense && !library.IsDense);
        float[] first = [0.2f, -0.1f, 0.4f, 1.5f, -2, 0.5f, 0.1f, 0.7f];
        float[] second = [-0.9f, 0.8f, -0.3f, 0.5f, 2, -4.5f, 0.9f, 0.1f];
        Assert.True(model.TryRun(first, null, out _) && library.TryRun(first, null, out _));
        double[] once = model.Scores.ToArray();
        Assert.Equal(library.Scores.ToArray(), once, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.True(model.TryRun(second, null, out _));
        Assert.NotEqual(once, model.Scores.ToArray());
        Assert.True(model.TryRun(first, null, out _));
        Assert.Equal(once, model.Scores.ToArray());
    }

    [Fact]
    public void Sums_that_are_no_numbers_are_refused_as_the_librarys_are()
    {
        byte[] file = Network(2, 2, [TinyModel.Node("Gemm", ["x", "w"], ["y"])], [TinyModel.Weight("w", [2, 2], 1e30f, 0, 0, 1e30f)]);
        using OnnxModel model = OnnxModel.Load(file, "huge");

        Assert.True(model.IsDense);
        Assert.False(model.TryRun([1e30f, 0], null, out OnnxRunStatus status));
        Assert.Equal(OnnxRunStatus.OutputNotFinite, status);
        Assert.True(double.IsNaN(model.Scores[0]));
    }

    [Fact]
    public void Neither_way_allocates()
    {
        byte[] file = File.ReadAllBytes(Repository.MicropriceModel);
        foreach (bool byLibrary in (bool[])[false, true])
        {
            using OnnxModel model = OnnxModel.Load(file, "microprice", byLibrary: byLibrary);
            float[] features = new float[8];
            Assert.Equal(0, Allocation.Of(() =>
            {
                features[0] += 0.00001f;
                _ = model.TryRun(features, null, out _);
            }));
        }
    }

    private static byte[] Network(int inputs, int outputs, byte[][] nodes, byte[][] weights) => TinyModel.Graph(
        nodes, [TinyModel.Value("x", ["1", $"{inputs}"])], [TinyModel.Value("y", ["1", $"{outputs}"])], weights, Contract(inputs));

    /// <summary>As many features as wanted: TinyModel's own are letters.</summary>
    private static string[] Contract(int features) => TinyModel.Contract(
        1, "feature_names", $"[{string.Join(',', Enumerable.Range(0, features).Select(i => $"\"f{i}\""))}]");

    private static byte[] Weight(string name, int[] sizes, int seed)
    {
        Random random = new(seed);
        return TinyModel.Weight(name, sizes, [.. Enumerable.Range(0, sizes.Aggregate(1, (a, b) => a * b)).Select(_ => (float)(random.NextDouble() - 0.5))]);
    }

    private static void NeedSame(byte[] file, int inputs)
    {
        using OnnxModel model = OnnxModel.Load(file, "dense");
        using OnnxModel library = OnnxModel.Load(file, "dense", byLibrary: true);
        Assert.True(model.IsDense && !library.IsDense);
        Random random = new(7);
        for (int run = 0; run < 100; run++)
        {
            float[] features = [.. Enumerable.Range(0, inputs).Select(_ => (float)((random.NextDouble() - 0.5) * 20))];
            Assert.True(model.TryRun(features, null, out _) && library.TryRun(features, null, out _));
            Assert.Equal(library.Scores.ToArray(), model.Scores.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-5 * Math.Max(1, Math.Abs(a)));
        }
    }
}
