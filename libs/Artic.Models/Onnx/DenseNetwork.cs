using System.Runtime.Intrinsics;

namespace Artic.Models.Onnx;

/// <summary>
/// A multilayer perceptron of single-precision numbers, computed here: what a call of ONNX Runtime costs before it multiplies
/// anything is several times the multiplying of a network that fits the cache (ARCHITECTURE.md, Models). Each sum is taken in the order of its
/// inputs with fused multiplications, so that the same input gives the same bits on every processor. Thread: one. Allocates nothing
/// in <see cref="Run"/>.
/// </summary>
internal sealed class DenseNetwork
{
    private const int Lanes = 8;

    /// <summary>Vectors that are summed side by side: as many as hide the latency of one multiplication.</summary>
    private const int TileVectors = 4;

    private const int Tile = TileVectors * Lanes;

    private readonly Layer[] _layers;

    /// <param name="layers">Each as wide as the one before gives.</param>
    public DenseNetwork(IReadOnlyList<DenseLayer> layers) => _layers = [.. layers.Select(layer => new Layer(layer))];

    /// <summary>One inference.</summary>
    /// <param name="features">[inputs of the first layer].</param>
    /// <param name="scores">[outputs of the last].</param>
    public void Run(ReadOnlySpan<float> features, Span<float> scores)
    {
        foreach (Layer layer in _layers)
        {
            Sum(layer, features);
            Activate(layer);
            features = layer.Sums.AsSpan(0, layer.Outputs);
        }

        features.CopyTo(scores);
    }

    private static void Sum(Layer layer, ReadOnlySpan<float> inputs)
    {
        ReadOnlySpan<float> weights = layer.Weights;
        ReadOnlySpan<float> bias = layer.Bias;
        Span<float> sums = layer.Sums;
        while (sums.Length >= Tile)
        {
            Vector256<float> a = Vector256.Create(bias);
            Vector256<float> b = Vector256.Create(bias[Lanes..]);
            Vector256<float> c = Vector256.Create(bias[(2 * Lanes)..]);
            Vector256<float> d = Vector256.Create(bias[(3 * Lanes)..]);
            foreach (float input in inputs)
            {
                Vector256<float> x = Vector256.Create(input);
                ReadOnlySpan<float> row = weights[..Tile];
                a = Vector256.FusedMultiplyAdd(x, Vector256.Create(row), a);
                b = Vector256.FusedMultiplyAdd(x, Vector256.Create(row[Lanes..]), b);
                c = Vector256.FusedMultiplyAdd(x, Vector256.Create(row[(2 * Lanes)..]), c);
                d = Vector256.FusedMultiplyAdd(x, Vector256.Create(row[(3 * Lanes)..]), d);
                weights = weights[Tile..];
            }

            a.CopyTo(sums);
            b.CopyTo(sums[Lanes..]);
            c.CopyTo(sums[(2 * Lanes)..]);
            d.CopyTo(sums[(3 * Lanes)..]);
            bias = bias[Tile..];
            sums = sums[Tile..];
        }

        while (!sums.IsEmpty)
        {
            Vector256<float> sum = Vector256.Create(bias);
            foreach (float input in inputs)
            {
                sum = Vector256.FusedMultiplyAdd(Vector256.Create(input), Vector256.Create(weights), sum);
                weights = weights[Lanes..];
            }

            sum.CopyTo(sums);
            bias = bias[Lanes..];
            sums = sums[Lanes..];
        }
    }

    private static void Activate(Layer layer)
    {
        Span<float> all = layer.Sums;
        switch (layer.Activation)
        {
            case DenseActivation.Relu:
                for (; !all.IsEmpty; all = all[Lanes..])
                {
                    Vector256.Max(Vector256.Create<float>(all), Vector256<float>.Zero).CopyTo(all);
                }

                break;
            case DenseActivation.Sigmoid:
                for (; !all.IsEmpty; all = all[Lanes..])
                {
                    (Vector256<float>.One / (Vector256<float>.One + Vector256.Exp(-Vector256.Create<float>(all)))).CopyTo(all);
                }

                break;
            case DenseActivation.Tanh:
                foreach (ref float sum in all)
                {
                    sum = MathF.Tanh(sum);
                }

                break;
            case DenseActivation.Softmax:
                Share(all, all[..layer.Outputs]);
                break;
            default:
                break;
        }
    }

    /// <summary>Softmax, below the largest so that no power overflows.</summary>
    private static void Share(Span<float> all, Span<float> outputs)
    {
        float largest = float.NegativeInfinity;
        foreach (float each in outputs)
        {
            largest = MathF.Max(largest, each);
        }

        for (Span<float> rest = all; !rest.IsEmpty; rest = rest[Lanes..])
        {
            Vector256.Exp(Vector256.Create<float>(rest) - Vector256.Create(largest)).CopyTo(rest);
        }

        float whole = 0;
        foreach (float each in outputs)
        {
            whole += each;
        }

        foreach (ref float each in outputs)
        {
            each /= whole;
        }
    }

    /// <summary>A layer as it lies in memory: filled up with zeros to whole vectors, the weights in the order of their use.</summary>
    private sealed class Layer
    {
        public Layer(DenseLayer layer)
        {
            int width = (layer.Outputs + Lanes - 1) / Lanes * Lanes;
            Outputs = layer.Outputs;
            Activation = layer.Activation;
            Bias = new float[width];
            layer.Bias.CopyTo(Bias, 0);
            Sums = new float[width];
            Weights = new float[width * layer.Inputs];
            int to = 0;
            for (int from = 0; from < width;)
            {
                int tile = width - from >= Tile ? Tile : Lanes;
                for (int i = 0; i < layer.Inputs; i++, to += tile)
                {
                    int count = Math.Clamp(layer.Outputs - from, 0, tile);
                    layer.Weights.AsSpan((i * layer.Outputs) + from, count).CopyTo(Weights.AsSpan(to));
                }

                from += tile;
            }
        }

        public int Outputs { get; }

        public DenseActivation Activation { get; }

        public float[] Weights { get; }

        public float[] Bias { get; }

        public float[] Sums { get; }
    }
}
