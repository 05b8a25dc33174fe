using Artic.Core.Time;
using Artic.Hosting.Hot;
using Artic.Hosting.Options;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Steps;

namespace Artic.Hosting.Verification;

/// <summary>
/// Runs a service's loop again over the recorded inputs of a run, finished or live, and compares its output byte for
/// byte with the record; only the times of publishing are taken as given. It touches nothing of the run.
/// Thread: the caller's; blocks for as long as it takes.
/// </summary>
public static class LoopVerification
{
    /// <summary>Runs it.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="paths">The run.</param>
    /// <param name="options">Its configuration.</param>
    /// <param name="make">Makes what decides, from the same configuration as live.</param>
    public static VerificationResult Run(string service, RunPaths paths, PipelineOptions options, MakeLoop make)
    {
        long begin = Clock.MonotonicNs();
        string scratch = $"/dev/shm/artic-verify-{Environment.ProcessId}";
        VerificationResult result = new() { Service = service };
        List<RecordReader> readers = [];
        try
        {
            using CountersFile counters = CountersFile.OpenOrCreate(scratch);
            StepOutput output = StepOutput.ForReplay();
            LoopParts parts = make(options, counters, output);
            result.Stream = RunPaths.NameOf(parts.Output);
            readers.AddRange(Array.ConvertAll(parts.Inputs, input => new RecordReader(
                ServiceInputs.PathsOf(paths, options, service, input), input)));
            RecordReader recorded = new(paths, parts.Output);
            readers.Add(recorded);
            StepLoop loop = new(parts.Handler, output, [.. readers[..^1]]);
            try
            {
                result.Inputs = loop.Rebuild(recorded);
                result.Identical = recorded.LastSequence > 0;
                result.Difference = result.Identical ? null : $"the stream '{result.Stream}' of {paths.RunId} has no record";
            }
            catch (Exception error) when (error is StepMismatchException or IOException)
            {
                result.Difference = error.Message;
            }

            result.Records = recorded.LastSequence;
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
            File.Delete(scratch);
        }

        result.Milliseconds = (Clock.MonotonicNs() - begin) / 1_000_000;
        return result;
    }
}

/// <summary>Makes what decides in a service. It may look at nothing but its arguments.</summary>
/// <param name="options">The run's configuration.</param>
/// <param name="counters">Where totals are shown.</param>
/// <param name="output">Where the loop writes.</param>
public delegate LoopParts MakeLoop(PipelineOptions options, CountersFile counters, StepOutput output);
