using Artic.Core.Time;
using Artic.Streams.Log;

namespace Artic.Hosting.Publishing;

/// <summary>
/// The cursors of one stream: one for each range that is being replayed, up to <see cref="Most"/>; the one that was not
/// used for longest makes room. Thread: the server's. Allocates for a new cursor only.
/// </summary>
internal sealed class ReplayCursors(RunPaths paths, StreamId stream, IReadOnlyDictionary<uint, string> symbols) : IDisposable
{
    /// <summary>Ranges that can be replayed at the same time without looking for their places again.</summary>
    public const int Most = 8;

    /// <summary>A cursor so little behind goes on by itself; some milliseconds.</summary>
    private const long NearRecords = 50_000;

    /// <summary>A cursor keeps its segment's memory; one that nobody goes on with is let go after this.</summary>
    private const long IdleNs = 10_000_000_000;

    private readonly List<ReplayCursor> _cursors = new(Most);

    /// <summary>
    /// A cursor whose next record is number <paramref name="sequence"/>; null where the stream cannot be read so far.
    /// Owner: this. Errors: <see cref="StreamCorruptException"/>.
    /// </summary>
    public ReplayCursor? At(long sequence)
    {
        ReplayCursor? nearest = null;
        foreach (ReplayCursor cursor in _cursors)
        {
            if (cursor.LastSequence < sequence && cursor.LastSequence >= (nearest?.LastSequence ?? 0))
            {
                nearest = cursor;
            }
        }

        if (nearest == null || sequence - nearest.LastSequence > NearRecords)
        {
            nearest = Open();
        }

        try
        {
            nearest.UsedNs = Clock.MonotonicNs();
            return nearest.TryGoTo(sequence) ? nearest : null;
        }
        catch
        {
            Close(nearest);
            throw;
        }
    }

    /// <summary>Lets go of a cursor whose stream turned out to be damaged.</summary>
    public void Close(ReplayCursor cursor)
    {
        _ = _cursors.Remove(cursor);
        cursor.Dispose();
    }

    /// <summary>Lets go of what nobody goes on with.</summary>
    public void CloseIdle(long nowNs)
    {
        for (int i = _cursors.Count - 1; i >= 0; i--)
        {
            if (nowNs - _cursors[i].UsedNs >= IdleNs)
            {
                Close(_cursors[i]);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ReplayCursor cursor in _cursors)
        {
            cursor.Dispose();
        }

        _cursors.Clear();
    }

    private ReplayCursor Open()
    {
        if (_cursors.Count == Most)
        {
            ReplayCursor oldest = _cursors[0];
            foreach (ReplayCursor cursor in _cursors)
            {
                oldest = cursor.UsedNs < oldest.UsedNs ? cursor : oldest;
            }

            Close(oldest);
        }

        ReplayCursor opened = new(paths, stream, symbols);
        _cursors.Add(opened);
        return opened;
    }
}
