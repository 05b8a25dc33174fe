using System.Collections.Concurrent;
using Artic.Hosting.Options;
using Artic.Models.Onnx;
using Artic.Models.Registry;
using Artic.SignalBridge.Strategies;
using Artic.Strategies;
using Artic.Strategies.Catalog;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.SignalBridge;

/// <summary>
/// The strategy instances of a configuration, with what they see, and the strategies that they think with. One that cannot be made
/// (a model that does not fit) is declared with its refusal; the others run. Thread: <see cref="Prepare"/> from one at a time beside
/// the loop's; the rest is the loop's. Owner: who made it.
/// </summary>
public sealed class StrategySet : IStrategyMaker, IDisposable
{
    private readonly OnnxModels _models = new();
    private readonly RunModels _kept;
    private readonly string _runFolder;
    private readonly ConcurrentDictionary<(uint Id, ulong Generation), Built> _built = new();
    private readonly ConcurrentQueue<OnnxModels> _released = new();
    private readonly Dictionary<uint, OnnxModels> _loaded = [];
    private readonly List<InstanceDeclared> _declarations = [];

    /// <param name="options">The run's configuration.</param>
    public StrategySet(PipelineOptions options)
    {
        _runFolder = options.RunFolder;
        _kept = new RunModels(options.RunFolder, options.Models.Registry);
        Views = options.Instruments.ConvertAll(instrument => new MarketView((uint)instrument.Id)).ToArray();
        Instances = options.Strategies.ConvertAll(each => new StrategyInstance(
            (uint)each.Id, ViewOf((uint)each.Instrument)!, ViewOf((uint)each.OtherInstrument))).ToArray();
        foreach (StrategyOptions each in options.Strategies)
        {
            InstanceDeclared declared = Declarations.Of(each, options.MarketData);
            declared.Generation = 1;
            declared.By = "configuration";
            if (declared.Mode != InstanceMode.Off && !TryBuild(declared, _models))
            {
                Refused.Add($"strategy instance {each.Id} ({each.Name}) refuses to start: {declared.RefusalText}");
            }

            _declarations.Add(declared);
        }

        ModelDigests = [.. _models.Digests];
    }

    /// <summary>One for each instrument.</summary>
    public MarketView[] Views { get; }

    /// <summary>All that the configuration names.</summary>
    public StrategyInstance[] Instances { get; }

    /// <summary>What the configuration declares of them.</summary>
    public IReadOnlyList<InstanceDeclared> AtStart => _declarations;

    /// <summary>SHA-256 of the models that the run has begun with.</summary>
    public IReadOnlyList<string> ModelDigests { get; }

    /// <summary>Why some cannot begin.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>
    /// Builds what a declaration asks for, and loads its model, before it goes on record: the digest of the model is then in it.
    /// False where that is refused, with reason and words in it.
    /// </summary>
    public bool Prepare(InstanceDeclared declared)
    {
        while (_released.TryDequeue(out OnnxModels? released))
        {
            released.Dispose();
        }

        // Models of its own: those that the loop asks are the loop's.
        OnnxModels models = new();
        if (TryKeep(declared) && TryBuild(declared, models))
        {
            return true;
        }

        models.Dispose();
        return false;
    }

    /// <summary>A declaration that was prepared will not go on record.</summary>
    public void Forget(InstanceDeclared declared)
    {
        if (_built.TryRemove((declared.InstanceId, declared.Generation), out Built? built) && built.Models != _models)
        {
            built.Models.Dispose();
        }
    }

    /// <inheritdoc/>
    public IStrategy Make(InstanceDeclared declared)
    {
        if (!_built.TryRemove((declared.InstanceId, declared.Generation), out Built? built) ||
            built.Strategy.ModelSha256 != declared.ModelSha256)
        {
            built = BuildAgain(declared);
        }

        if (built.Models != _models)
        {
            _loaded[declared.InstanceId] = built.Models;
        }

        return built.Strategy;
    }

    /// <inheritdoc/>
    public void Release(uint instanceId)
    {
        if (_loaded.Remove(instanceId, out OnnxModels? models))
        {
            _released.Enqueue(models);
        }
    }

    /// <summary>Asks each model once more what it was asked last; nobody looks at the answer.</summary>
    public void Rehearse()
    {
        _models.Rehearse();
        foreach (OnnxModels models in _loaded.Values)
        {
            models.Rehearse();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _models.Dispose();
        foreach (Built built in _built.Values)
        {
            built.Models.Dispose();
        }

        foreach (OnnxModels models in (OnnxModels[])[.. _loaded.Values, .. _released])
        {
            models.Dispose();
        }
    }

    /// <summary>The model that a person names is copied to the run, and declared as that copy.</summary>
    private bool TryKeep(InstanceDeclared declared)
    {
        try
        {
            declared.Model = declared.Model.Length > 0 ? _kept.Keep(declared.Model) : "";
            return true;
        }
        catch (OnnxModelException fault)
        {
            declared.Refusal = InstanceReason.ModelRefused;
            declared.RefusalText = fault.Message;
            return false;
        }
    }

    private IStrategy Build(InstanceDeclared declared, OnnxModels models)
    {
        string model = Path.Combine(_runFolder, declared.Model);
        switch (declared.Strategy)
        {
            case StrategyRules.Onnx:
                return new OnnxStrategy(models, model, declared.Threshold);
            case StrategyRules.Probe:
                return new ProbeStrategy(new OnnxStrategy(models, model, declared.Threshold));
            default:
                StrategyDefinition definition = StrategyCatalog.Find(declared.Strategy) ??
                    throw new KeyNotFoundException($"the catalog has no strategy '{declared.Strategy}'");
                return Declarations.Make(definition, declared) switch
                {
                    PairStrategy pair => new CatalogPair(pair, declared.InstrumentId),
                    BarStrategy bars => new CatalogBars(bars),
                    Strategy other => new CatalogBooks((BookStrategy)other),
                };
        }
    }

    private bool TryBuild(InstanceDeclared declared, OnnxModels models)
    {
        try
        {
            IStrategy strategy = Build(declared, models);
            declared.ModelSha256 = strategy.ModelSha256;
            _built[(declared.InstanceId, declared.Generation)] = new Built(strategy, models);
            return true;
        }
        catch (Exception error) when (error is OnnxModelException or InvalidDataException or ArgumentException or KeyNotFoundException)
        {
            declared.Refusal = error switch
            {
                ArgumentException => InstanceReason.ParametersRefused,
                KeyNotFoundException => InstanceReason.StrategyUnknown,
                _ => InstanceReason.ModelRefused,
            };
            declared.RefusalText = error.Message;
            return false;
        }
    }

    /// <summary>Over a record: what could be built then has to be the same now.</summary>
    private Built BuildAgain(InstanceDeclared recorded)
    {
        InstanceDeclared declared = recorded.Clone();
        OnnxModels models = new();
        if (!TryBuild(declared, models))
        {
            models.Dispose();
            throw new StepMismatchException(
                $"strategy instance {recorded.InstanceId} ({recorded.Strategy}) was built when generation {recorded.Generation} was " +
                $"declared, and cannot be now: {declared.RefusalText}");
        }

        _ = _built.TryRemove((declared.InstanceId, declared.Generation), out Built? built);
        if (declared.ModelSha256 != recorded.ModelSha256)
        {
            models.Dispose();
            throw new StepMismatchException(
                $"strategy instance {recorded.InstanceId} ({recorded.Strategy}): the model {recorded.Model} is not that of generation " +
                $"{recorded.Generation}, whose SHA-256 is {recorded.ModelSha256}");
        }

        return built!;
    }

    private MarketView? ViewOf(uint instrumentId) => Array.Find(Views, candidate => candidate.InstrumentId == instrumentId);

    /// <summary>A strategy with the models that were loaded for it.</summary>
    private sealed record Built(IStrategy Strategy, OnnxModels Models);
}
