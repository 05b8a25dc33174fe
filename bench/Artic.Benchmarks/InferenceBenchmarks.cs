using Artic.SignalBridge;
using Artic.Models.Onnx;
using Artic.V1;
using BenchmarkDotNet.Attributes;

namespace Artic.Benchmarks;

/// <summary>Features and the model that comes with the repository.</summary>
[MemoryDiagnoser]
public class InferenceBenchmarks : IDisposable
{
    private readonly float[] _row = new float[QuoteFeatures.Count];

    private readonly QuoteFeatures _features = new();
    private readonly Quote _quote = new()
    {
        BidPrice = 6_000_000_000_000, BidQuantity = 150_000_000, AskPrice = 6_000_001_000_000, AskQuantity = 250_000_000,
    };

    private OnnxModel _model = null!;

    /// <summary>Loads the model.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        string home = Environment.GetEnvironmentVariable("ARTIC_HOME") ?? Directory.GetCurrentDirectory();
        _model = OnnxModel.Load(Path.Combine(home, "models", "microprice.onnx"), QuoteFeatures.Names);
        for (int i = 0; i < 64; i++)
        {
            _features.OnQuote(_quote);
        }
    }

    /// <summary>The eight features after a quote.</summary>
    [Benchmark]
    public void Features()
    {
        _features.OnQuote(_quote);
        _features.Write(_quote, _row);
    }

    /// <summary>One inference.</summary>
    [Benchmark]
    public bool Inference() => _model.TryRun(_row, null, out _);

    /// <inheritdoc/>
    public void Dispose()
    {
        _model?.Dispose();
        GC.SuppressFinalize(this);
    }
}
