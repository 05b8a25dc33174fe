using Artic.Hosting;
using Artic.Hosting.Hot;
using Artic.Hosting.Options;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.Streams.Waiting;

namespace Artic.PositionTracker;

/// <summary>The position thread; not on the path from tick to order. Thread: its own.</summary>
public sealed class PositionLoop : IHotLoop, IDisposable
{
    /// <summary>Layout of the state in snapshots: one more with every change of its shape.</summary>
    private const uint StateLayout = 1;

    private readonly ServiceHost _host;
    private readonly RecordWriter _position;
    private readonly StepLoop _loop;

    /// <param name="host">The process.</param>
    public PositionLoop(ServiceHost host)
    {
        _host = host;
        _position = host.OpenWriter(StreamId.Position);
        StepOutput output = new(_position);
        _loop = host.OpenLoop(Make(host.Options, host.Counters, output), output);

        // Not by streams: nobody waits for it, and a wake for each record would cost the writers a system call.
    }

    /// <summary>What decides.</summary>
    public static LoopParts Make(PipelineOptions options, CountersFile counters, StepOutput output) => new()
    {
        Handler = new PositionHandler(
            options.Instruments.ConvertAll(instrument => new TrackedInstrument((uint)instrument.Id)).ToArray(), counters),
        Output = StreamId.Position,
        Inputs = [StreamId.Execution, StreamId.Market],
        StateLayout = StateLayout,
    };

    /// <inheritdoc/>
    public void Prepare() => _host.Rebuild(_loop, StreamId.Position);

    /// <inheritdoc/>
    public bool Turn() => _loop.Turn();

    /// <inheritdoc/>
    public void Rehearse()
    {
        // It is not on the path of an order.
    }

    /// <inheritdoc/>
    public bool HasInput() => _loop.HasInput();

    /// <inheritdoc/>
    public void Dispose() => _position.Dispose();
}
