using System.Globalization;
using Artic.Bench.Chain;
using Artic.Bench.Figures;
using Artic.Core.Histogram;
using Artic.Core.Time;
using Artic.Models;
using Artic.Models.Onnx;
using Artic.Models.Registry;

namespace Artic.Bench.Signal;

/// <summary>
/// Ticks of the signal stage while two versions of a model of the demo's shape (8→32→16→3) take each other's place: a thread loads and
/// warms each as the bridge does, on other cores where there are some, and the stage takes it between two ticks. Thread: the stage's,
/// pinned. Owner: <see cref="Dispose"/> removes the registry.
/// </summary>
internal sealed class SwapBench : IDisposable
{
    private const string Name = "swapped";

    /// <summary>Ticks after a swap that count neither as its first nor as far from it.</summary>
    private const int NearTicks = 64;

    private static readonly int[] s_widths = [QuoteFeatureNames.All.Count, 32, 16, 3];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-bench-");
    private readonly ModelRegistry _registry;
    private readonly int[] _loadingCores;

    /// <param name="loadingCores">Where versions are loaded; none: where the system likes.</param>
    /// <param name="byLibrary">ONNX Runtime computes the model; otherwise the product does.</param>
    public SwapBench(int[] loadingCores, bool byLibrary)
    {
        _loadingCores = loadingCores;
        _registry = new ModelRegistry(Path.Combine(_folder.FullName, "models"));
        for (uint seed = 1; seed <= 2; seed++)
        {
            byte[] file = PerceptronModel.Write(QuoteFeatureNames.All, byLibrary ? "Elu" : "Relu", seed, s_widths);
            string path = Path.Combine(_folder.FullName, "version.onnx");
            File.WriteAllBytes(path, file);
            _ = _registry.Add(path, Name);
            using OnnxModel model = OnnxModel.Load(file, path, QuoteFeatureNames.All);
            if (model.IsDense == byLibrary)
            {
                throw new BenchFailedException($"the model that is swapped is {(byLibrary ? "not " : "")}computed by the library");
            }
        }
    }

    /// <summary>
    /// Swaps so many times, with the ticks between spread evenly. Gives <c>far_tick</c> (no swap near), <c>loading_tick</c> (a version is
    /// being loaded meanwhile), <c>swap</c> (the turn that takes it, without a quote) and <c>first_tick</c> after that. Errors:
    /// <see cref="BenchFailedException"/>.
    /// </summary>
    public Dictionary<string, Latency> Measure(int swaps, int ticks)
    {
        long[] far = new long[Math.Max(1, ticks / swaps) * swaps];
        long[] turns = new long[swaps];
        long[] firsts = new long[swaps];
        long[] slots = GC.AllocateArray<long>(LatencyHistogram.SizeBytes / sizeof(long), pinned: true);
        LatencyHistogram loading = HistogramOver(slots);
        using SignalStage stage = new(_registry.PathOf(Name, 1), 1, 1, _registry.Folder);
        if (stage.Refused.Count > 0)
        {
            throw new BenchFailedException(stage.Refused[0]);
        }

        using SwapLoader loader = new(stage, _loadingCores);
        for (int swap = 0; swap < swaps; swap++)
        {
            int version = 2 - (swap % 2);
            int each = far.Length / swaps;
            for (int i = 0; i < each; i++)
            {
                far[(swap * each) + i] = Tick(stage);
            }

            loader.Load(string.Create(CultureInfo.InvariantCulture, $"{Name}@{version}"));
            while (!stage.HasDeclaration)
            {
                loading.Record(Tick(stage));
                loader.NeedSound();
            }

            long begin = Clock.MonotonicNs();
            stage.TakeDeclaration();
            turns[swap] = Clock.MonotonicNs() - begin;
            firsts[swap] = Tick(stage);
            if (stage.Model != RunModels.PathOf(Name, version))
            {
                throw new BenchFailedException($"the stage asks {stage.Model} and not version {version}");
            }

            for (int i = 0; i < NearTicks || loader.IsBusy; i++)
            {
                _ = Tick(stage);
                loader.NeedSound();
            }
        }

        Dictionary<string, Latency> spans = new()
        {
            ["far_tick"] = Latency.Of(far), ["loading_tick"] = Of(loading), ["swap"] = Latency.Of(turns), ["first_tick"] = Latency.Of(firsts),
        };

        // The histogram has its address alone.
        GC.KeepAlive(slots);
        return spans;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private static long Tick(SignalStage stage)
    {
        stage.Prepare();
        long intents = stage.Intents;
        long begin = Clock.MonotonicNs();
        stage.Take();
        long span = Clock.MonotonicNs() - begin;
        return stage.Intents == intents + 1 ? span : throw new BenchFailedException("a tick was missed");
    }

    private static unsafe LatencyHistogram HistogramOver(long[] pinned)
    {
        fixed (long* slots = pinned)
        {
            return new LatencyHistogram(slots);
        }
    }

    private static Latency Of(LatencyHistogram histogram) => new()
    {
        P50Us = histogram.QuantileNs(0.5) / 1000.0, P99Us = histogram.QuantileNs(0.99) / 1000.0,
        P999Us = histogram.QuantileNs(0.999) / 1000.0, MaxUs = histogram.MaxNs / 1000.0,
    };
}
