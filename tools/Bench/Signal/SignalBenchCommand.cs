using System.Globalization;
using System.Text;
using Artic.Bench.Chain;
using Artic.Bench.Figures;
using Artic.Core.Time;
using Artic.Models;
using Artic.Models.Onnx;
using Artic.Streams.Native;

namespace Artic.Bench.Signal;

/// <summary>
/// <c>artic bench signal</c>: inference through the binding beside a bare loop over the C API, other ways to ask the library, the
/// signal bridge's stage, and that stage while its model is swapped. Thread: the main thread, pinned.
/// </summary>
public sealed class SignalBenchCommand(SignalBenchOptions options)
{
    private const int Block = 200;
    private const int Features = 8;
    private const int ManyInstruments = 50;
    private const int ManyInstances = 100;

    private static readonly int[] s_perceptron = [64, 128, 64, 3];

    /// <summary>Runs it and gives the exit code.</summary>
    public int Execute()
    {
        if (BenchOptions.AreRefused("signal", options.Violations()))
        {
            return 2;
        }

        try
        {
            SignalBenchReport report = new() { Machine = Machine.Look(), Runs = options.Runs, OnnxRuntime = OnnxApi.Shared().Version };
            int[] cores = ThreadSettings.AllowedCores();
            report.Core = cores[^1];
            _ = ThreadSettings.TryPin(report.Core);
            report.Measured["inference"] = "microprice.onnx (8→32→16→3) by ONNX Runtime: features in, checks, run, scores out; one clock read";
            report.Measured["dense"] = "the same as the product runs it, computed here";
            report.Measured["c_api"] = "the same model: features in, OrtApi Run, outputs read; one clock read";
            report.Measured["mlp"] = "64→128→64→3 as the product runs it, computed here; mlp_by_library by ONNX Runtime";
            report.Measured["stage"] = "from a quote on record to the commit of signal and intent: SignalHandler in its loop, one instance";
            report.Measured["instances_100_ns_per_tick"] =
                "the same with 100 instances over 50 instruments, each of which asks the model and wants an order: two a tick; whole time over ticks";
            report.Measured["swap"] =
                "the stage while versions of its model (8→32→16→3, computed here) take each other's place: ticks far from a swap, ticks while a version is loaded by another thread, the turn that takes it, the first tick after that; swap_by_library: computed by ONNX Runtime";
            MeasureInference(report);
            MeasureStage(report);
            MeasureSwaps(report, cores[..^1]);
            Print(report);
            ReportFile.Write(report, options.Json, BenchJson.Default.SignalBenchReport);

            return 0;
        }
        catch (Exception failure) when (failure is BenchFailedException or OnnxModelException)
        {
            Console.Error.WriteLine($"artic bench signal: {failure.Message}");
            return 1;
        }
    }

    private unsafe void MeasureInference(SignalBenchReport report)
    {
        byte[] file = File.ReadAllBytes(options.Model);
        using OnnxModel model = OnnxModel.Load(file, options.Model, QuoteFeatureNames.All, byLibrary: true);
        using OnnxModel dense = OnnxModel.Load(file, options.Model, QuoteFeatureNames.All);
        byte[] wideFile = PerceptronModel.Write(s_perceptron);
        using OnnxModel perceptron = OnnxModel.Load(wideFile, "perceptron");
        using OnnxModel libraryPerceptron = OnnxModel.Load(wideFile, "perceptron", byLibrary: true);
        Need(dense.IsDense && perceptron.IsDense);
        Dictionary<string, BareModel> ways = new()
        {
            ["run_by_names"] = Bare(file, false, null),
            ["io_binding"] = Bare(file, true, null),
            ["no_memory_pattern"] = Bare(file, false, static (api, settings) => api.Check(api.DisableMemPattern(settings))),
            ["no_arena"] = Bare(file, false, static (api, settings) => api.Check(api.DisableCpuMemArena(settings))),
            ["io_binding_no_arena"] = Bare(file, true, static (api, settings) => api.Check(api.DisableCpuMemArena(settings))),
            ["no_arena_no_pattern"] = Bare(file, false, static (api, settings) =>
            {
                api.Check(api.DisableCpuMemArena(settings));
                api.Check(api.DisableMemPattern(settings));
            }),
            ["no_spinning"] = Bare(file, false, static (api, settings) => Set(api, settings, "session.intra_op.allow_spinning", "0")),
            ["denormals_as_zero"] = Bare(file, false, static (api, settings) => Set(api, settings, "session.set_denormal_as_zero", "1")),
        };
        int rounds = Math.Max(10, options.Runs / Block);
        long[] bound = new long[rounds * Block];
        long[] denseSpans = new long[rounds * Block];
        long[] wide = new long[rounds * Block];
        long[] wideByLibrary = new long[rounds * Block];
        Dictionary<string, long[]> spans = ways.ToDictionary(way => way.Key, _ => new long[rounds * Block]);
        float[] features = new float[Features];
        float[] many = new float[s_perceptron[0]];
        KeyValuePair<string, BareModel>[] order = [.. ways];
        double[] ratios = new double[rounds];
        long[] round = new long[Block];
        try
        {
            long allocated = 0;
            for (int r = -2; r < rounds; r++)
            {
                int at = Math.Max(r, 0) * Block;
                long before = GC.GetAllocatedBytesForCurrentThread();
                if (r % 2 == 0)
                {
                    RunBare(ways["run_by_names"], features, spans["run_by_names"], at);
                }

                Run(model, features, bound, at);

                if (r % 2 != 0)
                {
                    RunBare(ways["run_by_names"], features, spans["run_by_names"], at);
                }

                Run(dense, features, denseSpans, at);
                Run(perceptron, many, wide, at);
                Run(libraryPerceptron, many, wideByLibrary, at);

                allocated += r < 0 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
                foreach ((string name, BareModel way) in order)
                {
                    if (name != "run_by_names")
                    {
                        RunBare(way, features, spans[name], at);
                    }
                }

                if (r >= 0)
                {
                    ratios[r] = Middle(bound, at, round) / Middle(spans["run_by_names"], at, round);
                }
            }

            report.AllocBytes += allocated;
        }
        finally
        {
            foreach (BareModel way in ways.Values)
            {
                way.Dispose();
            }
        }

        Latency inference = Latency.Of(bound);
        (report.InferenceP50Us, report.InferenceP99Us) = (inference.P50Us, inference.P99Us);
        Latency denseLatency = Latency.Of(denseSpans);
        (report.DenseP50Us, report.DenseP99Us) = (denseLatency.P50Us, denseLatency.P99Us);
        Latency mlp = Latency.Of(wide);
        (report.MlpP50Us, report.MlpP99Us) = (mlp.P50Us, mlp.P99Us);
        Latency library = Latency.Of(wideByLibrary);
        (report.MlpByLibraryP50Us, report.MlpByLibraryP99Us) = (library.P50Us, library.P99Us);
        foreach ((string name, long[] all) in spans)
        {
            report.Ways[name] = Latency.Of(all);
        }

        (report.CApiP50Us, report.CApiP99Us) = (report.Ways["run_by_names"].P50Us, report.Ways["run_by_names"].P99Us);
        report.InferenceOverCApi = Ratio.Of(ratios);
        report.InferenceOverCApi.Runs = [];
    }

    private void MeasureStage(SignalBenchReport report)
    {
        long[] spans = new long[options.Runs];
        using (SignalStage stage = new(options.Model, 1, 1))
        {
            Need(stage);
            long intents = stage.Intents;
            for (int i = 0; i < spans.Length; i++)
            {
                // The memory of the streams is kept ready beside the stage, as by a service's housekeeping thread.
                stage.Prepare();
                long allocated = GC.GetAllocatedBytesForCurrentThread();
                long begin = Clock.MonotonicNs();
                stage.Take();
                spans[i] = Clock.MonotonicNs() - begin;
                report.AllocBytes += GC.GetAllocatedBytesForCurrentThread() - allocated;
            }

            Need(stage.Intents - intents == spans.Length);
        }

        Latency single = Latency.Of(spans);
        (report.StageP50Us, report.StageP99Us) = (single.P50Us, single.P99Us);
        using SignalStage many = new(options.Model, ManyInstruments, ManyInstances);
        Need(many);
        long before = many.Intents;
        long whole = 0;
        int ticks = options.Runs;
        for (int i = 0; i < ticks; i++)
        {
            many.Prepare();
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            long begin = Clock.MonotonicNs();
            many.Take();
            whole += Clock.MonotonicNs() - begin;
            report.AllocBytes += GC.GetAllocatedBytesForCurrentThread() - bytes;
        }

        Need(many.Intents - before == 2L * ticks);
        report.Instances100NsPerTick = Math.Round((double)whole / ticks, 1);
    }

    private void MeasureSwaps(SignalBenchReport report, int[] loadingCores)
    {
        report.Swaps = options.Swaps;
        int collections = GC.CollectionCount(0);
        using (SwapBench bench = new(loadingCores, byLibrary: false))
        {
            report.Swap = bench.Measure(options.Swaps, options.Runs);
        }

        Latency first = report.Swap["first_tick"];
        (report.SwapFirstTickP50Us, report.SwapFirstTickP99Us, report.SwapFirstTickMaxUs) = (first.P50Us, first.P99Us, first.MaxUs);
        using SwapBench byLibrary = new(loadingCores, byLibrary: true);
        report.SwapByLibrary = byLibrary.Measure(options.Swaps, options.Runs);
        report.SwapCollections = GC.CollectionCount(0) - collections;
    }

    private static unsafe void RunBare(BareModel way, float[] features, long[] spans, int at)
    {
        for (int i = 0; i < Block; i++)
        {
            Fill(features, i);
            long begin = Clock.MonotonicNs();
            features.CopyTo(new Span<float>(way.Input, Features));
            way.Run();
            float up = way.Output[2];
            spans[at + i] = Clock.MonotonicNs() - begin;
            Need(up > 0);
        }
    }

    private static BareModel Bare(byte[] file, bool isBound, Action<OnnxApi, nint>? change) =>
        new(file, ("features", Features), ("probabilities", 3), isBound, change);

    private static unsafe void Set(OnnxApi api, nint settings, string key, string value)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(key + '\0'))
        fixed (byte* text = Encoding.UTF8.GetBytes(value + '\0'))
        {
            api.Check(api.AddSessionConfigEntry(settings, name, text));
        }
    }

    private static void Fill(float[] features, int seed)
    {
        for (int i = 0; i < features.Length; i++)
        {
            features[i] = ((((seed * 31) + (i * 17)) % 100) - 50) * 0.02f;
        }
    }

    private static double Middle(long[] spans, int at, long[] scratch)
    {
        Array.Copy(spans, at, scratch, 0, scratch.Length);
        Array.Sort(scratch);
        return scratch[scratch.Length / 2];
    }

    private static void Need(SignalStage stage)
    {
        if (stage.Refused.Count > 0)
        {
            throw new BenchFailedException(stage.Refused[0]);
        }
    }

    private static void Need(bool holds)
    {
        if (!holds)
        {
            throw new BenchFailedException("what was measured did not do its work");
        }
    }

    /// <summary>A block of inferences through the binding.</summary>
    private static void Run(OnnxModel model, float[] features, long[] spans, int at)
    {
        int last = model.Scores.Length - 1;
        for (int i = 0; i < Block; i++)
        {
            Fill(features, i);
            long begin = Clock.MonotonicNs();
            bool isGood = model.TryRun(features, null, out _);
            double score = model.Scores[last];
            spans[at + i] = Clock.MonotonicNs() - begin;
            Need(isGood && score > 0);
        }
    }

    private static void Print(SignalBenchReport report)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(culture, $"{report.Machine.Cpu}, core {report.Core}; ONNX Runtime {report.OnnxRuntime}, {report.Runs} runs of each"));
        Console.WriteLine(string.Create(culture, $"inference  p50 {report.InferenceP50Us:0.000} µs, p99 {report.InferenceP99Us:0.000} µs; {report.InferenceOverCApi.Median:0.000} times the bare C API ({report.InferenceOverCApi.Low:0.000} to {report.InferenceOverCApi.High:0.000})"));
        Console.WriteLine(string.Create(culture, $"  dense    p50 {report.DenseP50Us:0.000} µs, p99 {report.DenseP99Us:0.000} µs"));
        Console.WriteLine(string.Create(culture, $"64→128→64→3 p50 {report.MlpByLibraryP50Us:0.000} µs, p99 {report.MlpByLibraryP99Us:0.000} µs"));
        Console.WriteLine(string.Create(culture, $"  dense    p50 {report.MlpP50Us:0.000} µs, p99 {report.MlpP99Us:0.000} µs"));
        Console.WriteLine(string.Create(culture, $"stage      p50 {report.StageP50Us:0.000} µs, p99 {report.StageP99Us:0.000} µs; with 100 instances over 50 instruments {report.Instances100NsPerTick:0} ns a tick"));
        Console.WriteLine(string.Create(culture, $"swap       {report.Swaps} versions of the model taken between two ticks, in each of two ways; {report.SwapCollections} collections"));
        Print("", report.Swap, culture);
        Print(" by library", report.SwapByLibrary, culture);
        foreach ((string name, Latency way) in report.Ways)
        {
            Console.WriteLine(string.Create(culture, $"bare, {name,-20} p50 {way.P50Us:0.000} µs, p99 {way.P99Us:0.000} µs"));
        }

        Console.WriteLine($"allocated  {report.AllocBytes} bytes");
    }

    private static void Print(string way, Dictionary<string, Latency> spans, CultureInfo culture)
    {
        foreach ((string name, Latency span) in spans)
        {
            Console.WriteLine(string.Create(
                culture, $"  {name.Replace('_', ' ') + way,-23} p50 {span.P50Us:0.000} µs, p99 {span.P99Us:0.000} µs, max {span.MaxUs:0.000} µs"));
        }
    }
}
