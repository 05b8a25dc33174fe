using Artic.Core.Histogram;
using Artic.Hosting;
using Artic.Hosting.Hot;
using Artic.Hosting.Options;
using Artic.SignalBridge.Onnx;
using Artic.SignalBridge.Strategies;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.Streams.Waiting;

namespace Artic.SignalBridge;

/// <summary>
/// The signal thread. A strategy that cannot be made (a model that does not fit) is left out with its reason; the
/// others run. Thread: the hot one.
/// </summary>
public sealed class SignalLoop : IHotLoop, IDisposable
{
    private readonly ServiceHost _host;
    private readonly RecordWriter _signal;
    private readonly StepLoop _loop;
    private readonly StrategyInstance[] _instances;
    private readonly OnnxModels _models = new();
    private readonly List<string> _refused = [];

    /// <param name="host">The process.</param>
    public SignalLoop(ServiceHost host)
    {
        _host = host;
        MarketView[] views = host.Options.Instruments.ConvertAll(instrument => new MarketView((uint)instrument.Id)).ToArray();
        List<StrategyInstance> instances = [];
        foreach (StrategyOptions options in host.Options.Strategies)
        {
            if (Make(options, views) is { } instance)
            {
                instances.Add(instance);
            }
        }

        _instances = [.. instances];
        LatencyHistogram latency = host.Counters.Histogram("signal_processing_latency_microseconds");
        host.Counters.Counter("strategy_instances_refused").Set(_refused.Count);
        SignalHandler handler = new(views, _instances, host.Counters);
        _signal = host.OpenWriter(StreamId.Signal);
        StepOutput output = new(_signal);
        _loop = new StepLoop(
            new TimedHandler(handler, output, latency), output, host.OpenReader(StreamId.Market),
            host.OpenReader(StreamId.Execution));
        host.Doorbells.Subscribe(ConsumerId.SignalBridge, StreamId.Market);
        host.Doorbells.Subscribe(ConsumerId.SignalBridge, StreamId.Execution);
    }

    /// <summary>Why it does not do all its work, or null.</summary>
    public string? NotReady() => _refused.Count == 0 ? null : string.Join("; ", _refused);

    /// <inheritdoc/>
    public void Prepare() => _host.Rebuild(_loop, StreamId.Signal);

    /// <inheritdoc/>
    public bool Turn() => _loop.Turn();

    /// <inheritdoc/>
    public bool HasInput() => _loop.HasInput();

    /// <inheritdoc/>
    public void Dispose()
    {
        _models.Dispose();
        _signal.Dispose();
    }

    private StrategyInstance? Make(StrategyOptions options, MarketView[] views)
    {
        MarketView view = Array.Find(views, candidate => candidate.InstrumentId == options.Instrument)!;
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
            string reason = $"strategy instance {options.Id} ({options.Name}) refuses to start: {error.Message}";
            _refused.Add(reason);
            _host.Log.Error(reason);
            return null;
        }
    }

    /// <summary>Measures from the market record's commit to the signal's, its hop included.</summary>
    private sealed class TimedHandler(SignalHandler inner, StepOutput output, LatencyHistogram latency) : IStepHandler
    {
        public void Handle(in Record input, StepOutput to) => inner.Handle(input, to);

        public void AfterStep(in Record input)
        {
            if (inner.SaidSomething)
            {
                latency.Record(output.LastCommitNs - input.Header.PublishedNs);
            }

            inner.AfterStep(input);
        }
    }
}
