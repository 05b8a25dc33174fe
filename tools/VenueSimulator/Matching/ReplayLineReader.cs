using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using Artic.Core.Domain;

namespace Artic.VenueSimulator.Matching;

/// <summary>
/// Reads a capture, one message a line, plain or gzip by its name, with memory bounded by one line: <c>receive time in ns, blank,
/// JSON</c>, or cryptofeed's <c>receive time in seconds, colon, blank, JSON</c>. Passed over are lines that begin with #, of which
/// <c># snapshot SYMBOL</c> says whose the next snapshot is, and cryptofeed's that begin with an address. Thread: one; blocks on the
/// file.
/// </summary>
public sealed class ReplayLineReader : IDisposable
{
    /// <summary>The longest line: a full snapshot of 5,000 levels a side takes about 400 kB.</summary>
    public const int MaxLineBytes = 4 * 1024 * 1024;

    /// <summary>cryptofeed's seconds are read to the nanosecond.</summary>
    public const int SecondsScale = 9;

    private static readonly byte[] s_snapshotOf = "# snapshot "u8.ToArray();

    private readonly Stream _stream;
    private byte[] _buffer = new byte[128 * 1024];
    private int _start;
    private int _end;
    private bool _atEnd;
    private string _snapshotSymbol = "";

    /// <summary>Opens the file; IOException and UnauthorizedAccessException where it cannot be read.</summary>
    public ReplayLineReader(string path)
    {
        FileStream file = File.OpenRead(path);
        _stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
    }

    /// <summary>True where the file is one of cryptofeed's, as its first line or the form of its times say.</summary>
    public bool IsCryptofeed { get; private set; }

    /// <summary>Lines read so far.</summary>
    public long LineNumber { get; private set; }

    /// <summary>
    /// The next line as a copy of its JSON; false at the end. InvalidDataException, naming the line, where it is not of
    /// this shape.
    /// </summary>
    public bool TryRead(out long receivedNs, out byte[] json)
    {
        json = [];
        receivedNs = 0;
        ReadOnlySpan<byte> line;
        do
        {
            if (!TryReadLine(out line))
            {
                return false;
            }
        }
        while (line.IsEmpty || IsPassedOver(line));

        int blank = line.IndexOf((byte)' ');
        if (blank < 1 || blank + 1 >= line.Length || !TryReadTime(line[..blank], out receivedNs) || receivedNs < 0)
        {
            throw new InvalidDataException($"line {LineNumber}: not '<receive time in ns> <json>'");
        }

        json = line[(blank + 1)..].ToArray();
        return true;
    }

    /// <summary>Whose the snapshot is that was just read, where a line before it said so; else empty.</summary>
    public string TakeSnapshotSymbol()
    {
        string symbol = _snapshotSymbol;
        _snapshotSymbol = "";
        return symbol;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private bool IsPassedOver(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith(s_snapshotOf))
        {
            _snapshotSymbol = Encoding.ASCII.GetString(line[s_snapshotOf.Length..]).Trim();
        }

        bool isAddress = line.StartsWith("wss://"u8) || line.StartsWith("ws://"u8);
        IsCryptofeed |= isAddress;
        return isAddress || line[0] == (byte)'#';
    }

    private bool TryReadTime(ReadOnlySpan<byte> text, out long receivedNs)
    {
        if (text[^1] != (byte)':')
        {
            return Utf8Parser.TryParse(text, out receivedNs, out int digits) && digits == text.Length;
        }

        IsCryptofeed = true;
        return FixedPoint.TryParse(text[..^1], SecondsScale, out receivedNs);
    }

    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0 || (_atEnd && _end > _start))
            {
                length = length >= 0 ? searched + length : _end - _start;
                line = _buffer.AsSpan(_start, length).TrimEnd((byte)'\r');
                _start = Math.Min(_start + length + 1, _end);
                LineNumber++;
                return true;
            }

            line = default;
            if (_atEnd)
            {
                return false;
            }

            searched = _end - _start;
            Fill();
        }
    }

    private void Fill()
    {
        int kept = _end - _start;
        if (kept > MaxLineBytes)
        {
            throw new InvalidDataException($"line {LineNumber + 1}: longer than {MaxLineBytes} bytes");
        }

        byte[] target = kept > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, kept).CopyTo(target);
        _buffer = target;
        _start = 0;
        _end = kept;
        int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _atEnd = read == 0;
        _end += read;
    }
}
