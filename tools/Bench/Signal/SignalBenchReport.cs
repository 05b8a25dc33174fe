using System.Text.Json.Serialization;
using Artic.Bench.Figures;

namespace Artic.Bench.Signal;

/// <summary>How long inference and the signal stage take; the shape of <c>--json</c>.</summary>
public sealed class SignalBenchReport
{
    /// <summary>Where it was measured.</summary>
    public Machine Machine { get; set; } = new();

    /// <summary>The core that it was pinned to.</summary>
    public int Core { get; set; }

    /// <summary>ONNX Runtime's version.</summary>
    public string OnnxRuntime { get; set; } = "";

    /// <summary>What each figure is.</summary>
    public Dictionary<string, string> Measured { get; set; } = [];

    /// <summary>Measured inferences of each kind.</summary>
    public int Runs { get; set; }

    /// <summary>ONNX Runtime through the binding, microprice.onnx, half.</summary>
    public double InferenceP50Us { get; set; }

    /// <summary>99 %.</summary>
    public double InferenceP99Us { get; set; }

    /// <summary>A bare loop over the C API with the same model in the same rounds, half.</summary>
    public double CApiP50Us { get; set; }

    /// <summary>99 %.</summary>
    public double CApiP99Us { get; set; }

    /// <summary>The one over the other, by rounds.</summary>
    public Ratio InferenceOverCApi { get; set; } = new();

    /// <summary>The same model as the product runs it, half.</summary>
    public double DenseP50Us { get; set; }

    /// <summary>99 %.</summary>
    public double DenseP99Us { get; set; }

    /// <summary>A 64→128→64→3 perceptron as the product runs it, half.</summary>
    [JsonPropertyName("mlp_p50_us")]
    public double MlpP50Us { get; set; }

    /// <summary>99 %.</summary>
    [JsonPropertyName("mlp_p99_us")]
    public double MlpP99Us { get; set; }

    /// <summary>The same by ONNX Runtime, half.</summary>
    [JsonPropertyName("mlp_by_library_p50_us")]
    public double MlpByLibraryP50Us { get; set; }

    /// <summary>99 %.</summary>
    [JsonPropertyName("mlp_by_library_p99_us")]
    public double MlpByLibraryP99Us { get; set; }

    /// <summary>From a quote on record to the committed signal and intent, half.</summary>
    public double StageP50Us { get; set; }

    /// <summary>99 %.</summary>
    public double StageP99Us { get; set; }

    /// <summary>100 instances over 50 instruments on one thread: nanoseconds a tick.</summary>
    [JsonPropertyName("instances_100_ns_per_tick")]
    public double Instances100NsPerTick { get; set; }

    /// <summary>Swaps of the model in each of the two ways.</summary>
    public int Swaps { get; set; }

    /// <summary>The stage's first tick after another version of its model was taken, half.</summary>
    public double SwapFirstTickP50Us { get; set; }

    /// <summary>99 %.</summary>
    public double SwapFirstTickP99Us { get; set; }

    /// <summary>The longest.</summary>
    public double SwapFirstTickMaxUs { get; set; }

    /// <summary>That, the turn that takes a version, ticks while one is loaded, and ticks far from any swap of the same run.</summary>
    public Dictionary<string, Latency> Swap { get; set; } = [];

    /// <summary>The same with a model that ONNX Runtime computes.</summary>
    public Dictionary<string, Latency> SwapByLibrary { get; set; } = [];

    /// <summary>Garbage collections, which stop the stage too, while versions were swapped in both ways.</summary>
    public int SwapCollections { get; set; }

    /// <summary>Bytes allocated on the heap over all measured inferences and ticks.</summary>
    public long AllocBytes { get; set; }

    /// <summary>Other ways to ask the library, bare, in the same rounds.</summary>
    public Dictionary<string, Latency> Ways { get; set; } = [];
}
