using Artic.Hosting.Options;
using Artic.Streams.Log;
using Artic.Streams.Snapshots;

namespace Artic.Runs;

/// <summary>
/// Lets go of what a run's configuration does not keep. Only the market's streams may go: what it did can be had again
/// elsewhere, and is by far the most. <c>signal</c>, <c>command</c>, <c>order</c>, <c>execution</c>, <c>venue</c>,
/// <c>wire</c> and <c>position</c> are the account's own record, who wanted, allowed, sent and got what; an auditor may
/// ask for it years later and the archive is its only copy, so it stays whole. A segment goes once the oldest sound
/// snapshot of every loop that reads or writes the stream has passed it; where a loop has none, nothing goes.
/// Thread: any, one at a time.
/// </summary>
public static class StreamRetention
{
    private const long HourNs = 3_600_000_000_000;

    private static readonly StreamId[] s_loops =
        [StreamId.Market, StreamId.Signal, StreamId.Order, StreamId.Execution, StreamId.Position];

    private static readonly StreamId[] s_trimmed = [StreamId.Feed, StreamId.Market];

    /// <summary>
    /// Removes; gives what went, and in <paramref name="kept"/> why nothing may. Errors: <see cref="IOException"/>.
    /// </summary>
    /// <param name="paths">The run.</param>
    /// <param name="options">Its configuration.</param>
    /// <param name="utcNs">Now.</param>
    /// <param name="kept">Null where what is beyond the limits and not needed went.</param>
    public static List<TrimResult> Apply(RunPaths paths, RetentionOptions options, long utcNs, out string? kept)
    {
        List<TrimResult> results = [];
        Dictionary<StreamId, long> needed = [];
        kept = null;
        if (options.Bytes == 0 && options.Hours == 0)
        {
            return results;
        }

        foreach (StreamId loop in s_loops)
        {
            if (!AddNeeded(new SnapshotFolder(paths, loop), needed))
            {
                kept = $"nothing may go: there is no sound snapshot of the loop of '{RunPaths.NameOf(loop)}'";
                return results;
            }
        }

        foreach (StreamId stream in s_trimmed)
        {
            TrimResult result = StreamTrimmer.Trim(
                paths, stream, needed.GetValueOrDefault(stream), options.Bytes, options.Hours == 0 ? 0 : utcNs - (options.Hours * HourNs));
            if (result.Segments > 0)
            {
                results.Add(result);
            }
        }

        return results;
    }

    /// <summary>Adds where the loop's sound snapshots stand; false where it has none.</summary>
    private static bool AddNeeded(SnapshotFolder folder, Dictionary<StreamId, long> needed)
    {
        bool found = false;
        foreach (long sequence in folder.Sequences())
        {
            try
            {
                Snapshot snapshot = folder.Read(sequence);
                foreach (StreamPosition position in (StreamPosition[])[snapshot.Output, .. snapshot.Inputs])
                {
                    needed[position.Stream] = Math.Min(needed.GetValueOrDefault(position.Stream, long.MaxValue), position.Sequence);
                }

                found = true;
            }
            catch (SnapshotRefusedException)
            {
                // It will never be gone on from; the others say what is needed.
            }
        }

        return found;
    }
}
