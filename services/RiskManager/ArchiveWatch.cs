using Artic.Hosting;
using Artic.Streams.Log;
using Artic.Streams.Waiting;

namespace Artic.RiskManager;

/// <summary>
/// Looks at the archives of all streams that trading needs: what cannot be recorded in one of them is not traded. Thread:
/// housekeeping watches, any may ask. Blocks on no disk.
/// </summary>
internal sealed class ArchiveWatch : IDisposable
{
    private static readonly StreamId[] s_archived =
    [
        StreamId.Feed, StreamId.Market, StreamId.Signal, StreamId.Command, StreamId.Order, StreamId.Execution, StreamId.Venue,
        StreamId.Wire,
    ];

    private readonly ServiceHost _host;
    private readonly (RunPaths Paths, StreamId Stream)[] _archived;
    private readonly StreamPage?[] _pages;
    private volatile bool _isBehind;
    private long _lagBytes;

    /// <param name="host">The process.</param>
    public ArchiveWatch(ServiceHost host)
    {
        _host = host;
        _archived = ArchivesOf(host);
        _pages = new StreamPage?[_archived.Length];
    }

    /// <summary>One of them is behind.</summary>
    public bool IsBehind => _isBehind;

    /// <summary>Committed and not yet in the archive, the most of them.</summary>
    public long LagBytes => Volatile.Read(ref _lagBytes);

    /// <summary>Looks again.</summary>
    public void Watch()
    {
        bool isBehind = false;
        long lagBytes = 0;
        for (int i = 0; i < _archived.Length; i++)
        {
            _pages[i] ??= StreamPage.TryOpen(_archived[i].Paths, _archived[i].Stream);
            isBehind |= _pages[i] is { ArchiveIsBehind: true };
            lagBytes = Math.Max(lagBytes, _pages[i]?.ArchiveLagBytes ?? 0);
        }

        Volatile.Write(ref _lagBytes, lagBytes);

        if (isBehind != _isBehind)
        {
            _isBehind = isBehind;
            _host.Log.Warn(isBehind
                ? "the archive is behind: no new orders until it has caught up"
                : "the archive has caught up");
            _host.Doorbells.Ring(ConsumerId.RiskManager);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (StreamPage? page in _pages)
        {
            page?.Dispose();
        }
    }

    /// <summary>The run's streams, and this service's copies of those that come by ZeroMQ.</summary>
    private static (RunPaths Paths, StreamId Stream)[] ArchivesOf(ServiceHost host)
    {
        List<(RunPaths Paths, StreamId Stream)> archives = [];
        foreach (StreamId stream in s_archived)
        {
            archives.Add((host.Paths, stream));
            RunPaths read = host.PathsOf(stream);
            if (read != host.Paths)
            {
                archives.Add((read, stream));
            }
        }

        return [.. archives];
    }
}
