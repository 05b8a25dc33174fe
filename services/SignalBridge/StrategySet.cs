using Artic.Hosting.Options;
using Artic.Models.Onnx;
using Artic.SignalBridge.Strategies;

namespace Artic.SignalBridge;

/// <summary>
/// The strategy instances of a configuration, with what they see. One that cannot be made (a model that does not fit)
/// is left out with its reason; the others run. Owner: who made it.
/// </summary>
public sealed class StrategySet : IDisposable
{
    private readonly OnnxModels _models = new();

    /// <param name="options">The run's configuration.</param>
    public StrategySet(PipelineOptions options)
    {
        Views = options.Instruments.ConvertAll(instrument => new MarketView((uint)instrument.Id)).ToArray();
        List<StrategyInstance> instances = [];
        foreach (StrategyOptions strategy in options.Strategies)
        {
            if (Make(strategy) is { } instance)
            {
                instances.Add(instance);
            }
        }

        Instances = [.. instances];
    }

    /// <summary>One for each instrument.</summary>
    public MarketView[] Views { get; }

    /// <summary>Those that run.</summary>
    public StrategyInstance[] Instances { get; }

    /// <summary>SHA-256 of the models in use.</summary>
    public IReadOnlyList<string> ModelDigests => _models.Digests;

    /// <summary>Why others do not.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>Asks each model once more what it was asked last; nobody looks at the answer.</summary>
    public void Rehearse() => _models.Rehearse();

    /// <inheritdoc/>
    public void Dispose() => _models.Dispose();

    private StrategyInstance? Make(StrategyOptions options)
    {
        MarketView view = Array.Find(Views, candidate => candidate.InstrumentId == options.Instrument)!;
        try
        {
            IStrategy strategy = options.Name switch
            {
                "onnx" => new OnnxStrategy(_models, options.Model, options.Threshold),
                "probe" => new ProbeStrategy(new OnnxStrategy(_models, options.Model, options.Threshold)),
                _ => new EmaCrossover(options.FastPeriod, options.SlowPeriod),
            };
            return new StrategyInstance(options, strategy, view);
        }
        catch (Exception error) when (error is OnnxModelException or InvalidDataException)
        {
            Refused.Add($"strategy instance {options.Id} ({options.Name}) refuses to start: {error.Message}");
            return null;
        }
    }
}
