using Artic.Core.Time;
using Artic.Hosting.Options;
using Artic.Hosting.Verification;
using Artic.Streams.Log;
using Artic.Streams.Snapshots;
using Artic.Streams.Steps;
using Artic.Streams.Waiting;

namespace Artic.Hosting.Snapshots;

/// <summary>
/// Follows a service's loop through the record, off the hot path: from the last snapshot to the last committed step,
/// comparing every byte, and then writes a snapshot. That never speaks of a step which a loss of power could take back:
/// before it is written, all that it rests on is in the archive and synced. It touches nothing else of the run.
/// Thread: the caller's; blocks for as long as it takes.
/// </summary>
public static class SnapshotFollower
{
    private const long LookNs = 50_000_000;
    private const long PatienceNs = 10_000_000_000;

    /// <summary>Runs it.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="paths">The run.</param>
    /// <param name="options">Its configuration.</param>
    /// <param name="make">Makes what decides, from the same configuration as live.</param>
    public static SnapshotResult Run(string service, RunPaths paths, PipelineOptions options, MakeLoop make)
    {
        long begin = Clock.MonotonicNs();
        SnapshotResult result = new() { Service = service, Outcome = SnapshotResult.Failed };
        try
        {
            using LoopReplay replay = new(service, paths, options, make);
            result.Stream = RunPaths.NameOf(replay.Parts.Output);
            SnapshotFolder folder = new(paths, replay.Parts.Output);
            using FileStream? held = folder.TryLock();
            if (held == null)
            {
                throw new IOException($"another follower writes {folder.Folder}");
            }

            Follow(replay, paths, options, folder, result);
        }
        catch (Exception error) when (error is StepMismatchException or StreamCorruptException)
        {
            result.Outcome = SnapshotResult.Differs;
            result.Error = error.Message;
        }
        catch (IOException error)
        {
            result.Error = error.Message;
        }

        result.Milliseconds = (Clock.MonotonicNs() - begin) / 1_000_000;
        return result;
    }

    private static void Follow(
        LoopReplay replay, RunPaths paths, PipelineOptions options, SnapshotFolder folder, SnapshotResult result)
    {
        using RecordReader end = new(paths, replay.Parts.Output);
        end.SeekToEnd();
        result.From = replay.Recovery.Begin(replay.Loop, replay.Recorded);
        result.Refused = replay.Recovery.Refused;
        result.Inputs = replay.Loop.Rebuild(replay.Recorded, end.LastSequence);
        result.Sequence = replay.Recorded.LastSequence;
        if (result.Sequence == result.From)
        {
            result.Outcome = SnapshotResult.Unchanged;
            return;
        }

        long deadlineNs = Clock.MonotonicNs() + (2_000_000L * options.Streams.ArchiveSyncMs) + PatienceNs;
        StreamPosition output = Archived(replay.Recorded, deadlineNs);
        StreamPosition[] inputs = new StreamPosition[replay.Loop.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = Archived(replay.Loop.Inputs[i], deadlineNs);
        }

        result.Bytes = folder.Write(replay.Recovery.Take(replay.Loop, output, inputs));
        folder.Prune(result.Sequence);
        result.Outcome = SnapshotResult.Written;
    }

    /// <summary>The record at which a reader stands as the archive has it, synced.</summary>
    private static StreamPosition Archived(RecordReader reader, long deadlineNs)
    {
        StreamPosition? found = null;
        string? fault = null;
        bool isThere = Poll.Until(
            () =>
            {
                try
                {
                    using RecordReader archive = RecordReader.OfArchive(reader.Paths, reader.Stream);
                    found = StreamPosition.Find(archive, reader.LastSequence);
                    if (found != null)
                    {
                        archive.SyncArchive();
                    }

                    return found != null;
                }
                catch (IOException error)
                {
                    // A segment that its archiver has just begun has no bytes, or no checksums, for a moment.
                    fault = error.Message;
                    return false;
                }
            },
            Math.Max(LookNs, deadlineNs - Clock.MonotonicNs()), LookNs);
        return isThere
            ? found!.Value
            : throw new IOException(
                fault ?? $"record {reader.LastSequence} of '{RunPaths.NameOf(reader.Stream)}' is not in the archive yet: it is behind");
    }
}
