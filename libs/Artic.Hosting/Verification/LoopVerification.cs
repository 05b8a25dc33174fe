using Artic.Core.Time;
using Artic.Hosting.Hot;
using Artic.Hosting.Options;
using Artic.Hosting.Snapshots;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Steps;

namespace Artic.Hosting.Verification;

/// <summary>
/// Runs a service's loop again over the recorded inputs of a run, finished or live, and compares its output byte for
/// byte with the record; only the times of publishing are taken as given. Where the run's start is not kept any more, it
/// begins with the oldest snapshot. It touches nothing of the run.
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
        VerificationResult result = new() { Service = service };
        using (LoopReplay replay = new(service, paths, options, make))
        {
            result.Stream = RunPaths.NameOf(replay.Parts.Output);
            try
            {
                if (!LoopRecovery.StartIsKept(replay.Loop, replay.Recorded))
                {
                    result.From = replay.Recovery.Begin(replay.Loop, replay.Recorded, oldest: true);
                }

                result.Inputs = replay.Loop.Rebuild(replay.Recorded);
                result.Difference = replay.Recorded.LastSequence > 0
                    ? FaultOfEnds(replay)
                    : $"the stream '{result.Stream}' of {paths.RunId} has no record";
                result.Identical = result.Difference == null;
            }
            catch (Exception error) when (error is StepMismatchException or IOException)
            {
                result.Difference = error.Message;
            }

            result.Records = replay.Recorded.LastSequence - result.From;
        }

        result.Milliseconds = (Clock.MonotonicNs() - begin) / 1_000_000;
        return result;
    }

    /// <summary>What is cut off the end of an input or of the output: a loop cannot miss what it never sees.</summary>
    private static string? FaultOfEnds(LoopReplay replay)
    {
        string? fault = StreamEnd.Fault(replay.Recorded.Paths, replay.Recorded.Stream);
        foreach (RecordReader input in replay.Loop.Inputs)
        {
            fault ??= StreamEnd.Fault(input.Paths, input.Stream);
        }

        return fault;
    }
}

/// <summary>Makes what decides in a service. It may look at nothing but its arguments.</summary>
/// <param name="options">The run's configuration.</param>
/// <param name="counters">Where totals are shown.</param>
/// <param name="output">Where the loop writes.</param>
public delegate LoopParts MakeLoop(PipelineOptions options, CountersFile counters, StepOutput output);
