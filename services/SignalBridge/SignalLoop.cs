using Artic.Core.Histogram;
using Artic.Hosting;
using Artic.Hosting.Hot;
using Artic.Hosting.Options;
using Artic.SignalBridge.Strategies;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.Streams.Waiting;
using Artic.V1;

namespace Artic.SignalBridge;

/// <summary>
/// The signal thread. Its edge half puts what is declared of strategy instances on record in <c>instance</c>; its loop thinks. A
/// strategy that cannot be made (a model that does not fit) is left out with its reason; the others run. Thread: the hot one.
/// </summary>
public sealed class SignalLoop : IHotLoop, IDisposable
{
    /// <summary>Layout of the state in snapshots: one more with every change of its shape.</summary>
    private const uint StateLayout = 2;

    private readonly ServiceHost _host;
    private readonly RecordWriter _instance;
    private readonly RecordWriter _signal;
    private readonly StepLoop _loop;
    private readonly StrategySet _strategies;

    /// <param name="host">The process.</param>
    public SignalLoop(ServiceHost host)
    {
        _host = host;
        StrategySet strategies = new(host.Options);
        _strategies = strategies;
        strategies.Refused.ForEach(host.Log.Error);
        LatencyHistogram latency = host.Counters.Histogram("signal_processing_latency_microseconds");
        SignalHandler handler = new(strategies.Views, strategies.Instances, strategies, host.Counters);
        _instance = host.OpenWriter(StreamId.Instance);
        Edge = new InstanceEdge(_instance, () => host.Doorbells.Ring(ConsumerId.SignalBridge));
        _signal = host.OpenWriter(StreamId.Signal);
        StepOutput output = new(_signal);
        _loop = host.OpenLoop(Around(new TimedHandler(handler, output, latency), strategies), output);
        host.Doorbells.Subscribe(ConsumerId.SignalBridge, StreamId.Market);

        // Not by the execution at once: it acts on market records alone and reads what became of its orders before each;
        // in a quiet moment that is read already.
        host.Doorbells.SubscribeSoon(ConsumerId.SignalBridge, StreamId.Execution);
    }

    /// <summary>What decides.</summary>
    public static LoopParts Make(PipelineOptions options, CountersFile counters, StepOutput output)
    {
        StrategySet strategies = new(options);
        return Around(new SignalHandler(strategies.Views, strategies.Instances, strategies, counters), strategies);
    }

    /// <summary>Where commands to the loop go.</summary>
    public InstanceEdge Edge { get; }

    /// <summary>The instances.</summary>
    public StrategySet Strategies => _strategies;

    /// <summary>Why it does not do all its work, or null.</summary>
    public string? NotReady()
    {
        List<string> faults = [];
        foreach (StrategyInstance instance in _strategies.Instances)
        {
            InstanceDeclared declared = instance.Declared;
            string name = $"strategy instance {instance.Id} ({declared.Strategy})";
            if (declared.Strategy.Length == 0)
            {
                faults.Add($"strategy instance {instance.Id} is not declared yet");
            }
            else if (declared.Refusal != InstanceReason.Unspecified)
            {
                faults.Add($"{name} refuses to start: {declared.RefusalText}");
            }
            else if (instance.Reason != InstanceReason.Unspecified)
            {
                faults.Add($"{name} was put off: {instance.Reason}");
            }
        }

        return faults.Count == 0 ? null : string.Join("; ", faults);
    }

    /// <inheritdoc/>
    public void Prepare()
    {
        _host.Rebuild(_loop, StreamId.Signal);
        if (Edge.LastSequence == 0)
        {
            // A run begins with what its configuration declares; a restart goes on with what its record does.
            Edge.Begin(_strategies.AtStart);
        }
    }

    /// <inheritdoc/>
    public bool Turn()
    {
        Edge.Take();
        bool worked = _loop.Turn();
        Edge.Done();
        return worked;
    }

    /// <inheritdoc/>
    public bool HasInput() => Edge.HasInput || _loop.HasInput();

    /// <inheritdoc/>
    public void Rehearse() => _strategies.Rehearse();

    /// <inheritdoc/>
    public void Dispose()
    {
        _strategies.Dispose();
        _instance.Dispose();
        _signal.Dispose();
    }

    private static LoopParts Around(IStepHandler handler, StrategySet strategies) => new()
    {
        Handler = handler,
        Output = StreamId.Signal,
        Inputs = [StreamId.Instance, StreamId.Execution, StreamId.Market],

        // What is declared holds from the record on, before anything of the market that comes after it.
        Edge = StreamId.Instance,
        StateLayout = StateLayout,
        Models = strategies.ModelDigests,
    };

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

        public void Save(StateWriter state) => inner.Save(state);

        public void Load(StateReader state) => inner.Load(state);
    }
}
