namespace Artic.Venues.Captures;

/// <summary>
/// Several capture files of one recording as one, by their times: a venue's documents are often recorded apart from its
/// stream. Lines without a time follow the one before them. Thread: one.
/// </summary>
public sealed class CaptureFiles : IDisposable
{
    private readonly CaptureReader[] _readers;
    private readonly CaptureLine[] _next;
    private readonly bool[] _has;
    private int _taken = -1;

    /// <param name="paths">The files; of equal times the earlier file's line comes first.</param>
    public CaptureFiles(IReadOnlyList<string> paths)
    {
        _readers = new CaptureReader[paths.Count];
        _next = new CaptureLine[paths.Count];
        _has = new bool[paths.Count];
        for (int i = 0; i < paths.Count; i++)
        {
            _readers[i] = new CaptureReader(paths[i]);
            _has[i] = _readers[i].TryNext(out _next[i]);
        }
    }

    /// <summary>Gives the next line and the place of its file; false behind the last.</summary>
    public bool TryNext(out CaptureLine line, out int file)
    {
        if (_taken >= 0)
        {
            _has[_taken] = _readers[_taken].TryNext(out _next[_taken]);
            _taken = -1;
        }

        for (int i = 0; i < _readers.Length; i++)
        {
            if (_has[i] && (_taken < 0 || _next[i].TimeNs < _next[_taken].TimeNs))
            {
                _taken = i;
            }
        }

        file = Math.Max(_taken, 0);
        line = _taken >= 0 ? _next[_taken] : default;
        return _taken >= 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (CaptureReader reader in _readers)
        {
            reader.Dispose();
        }
    }
}
