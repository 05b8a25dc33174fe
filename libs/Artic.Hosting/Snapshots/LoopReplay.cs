using Artic.Hosting.Hot;
using Artic.Hosting.Options;
using Artic.Hosting.Verification;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Steps;

namespace Artic.Hosting.Snapshots;

/// <summary>
/// A service's loop over the record of a run, finished or live: it compares and says nothing, and touches nothing of the
/// run. Owner: who made it. Thread: one.
/// </summary>
internal sealed class LoopReplay : IDisposable
{
    private readonly CountersFile _counters;
    private readonly RecordReader[] _inputs;

    /// <param name="service">The service's name.</param>
    /// <param name="paths">The run.</param>
    /// <param name="options">Its configuration.</param>
    /// <param name="make">Makes what decides, from the same configuration as live.</param>
    public LoopReplay(string service, RunPaths paths, PipelineOptions options, MakeLoop make)
    {
        // Without a name from here on: it goes with the process, however that ends.
        string scratch = $"/dev/shm/artic-replay-{Environment.ProcessId}";
        _counters = CountersFile.OpenOrCreate(scratch);
        File.Delete(scratch);
        StepOutput output = StepOutput.ForReplay();
        Parts = make(options, _counters, output);
        _inputs = Array.ConvertAll(Parts.Inputs, input => new RecordReader(ServiceInputs.PathsOf(paths, options, service, input), input));
        Recorded = new RecordReader(paths, Parts.Output);
        Loop = new StepLoop(Parts.Handler, output, _inputs);
        Recovery = new LoopRecovery(paths, options, Parts);
    }

    /// <summary>What decides.</summary>
    public LoopParts Parts { get; }

    /// <summary>The loop.</summary>
    public StepLoop Loop { get; }

    /// <summary>Its own stream.</summary>
    public RecordReader Recorded { get; }

    /// <summary>Where it begins.</summary>
    public LoopRecovery Recovery { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_inputs, input => input.Dispose());
        Recorded.Dispose();
        _counters.Dispose();
    }
}
