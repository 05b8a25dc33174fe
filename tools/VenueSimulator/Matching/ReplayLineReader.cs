using System.Buffers.Text;
using System.IO.Compression;

namespace Artic.VenueSimulator.Matching;

/// <summary>
/// Reads a capture, one message a line (<c>receive time in ns, blank, JSON</c>), plain or gzip by its name, with memory
/// bounded by one line. Thread: one; blocks on the file.
/// </summary>
public sealed class ReplayLineReader : IDisposable
{
    /// <summary>The longest line: a full snapshot of 5,000 levels a side takes about 400 kB.</summary>
    public const int MaxLineBytes = 4 * 1024 * 1024;

    private readonly Stream _stream;
    private byte[] _buffer = new byte[128 * 1024];
    private int _start;
    private int _end;
    private bool _atEnd;

    /// <summary>Opens the file; IOException and UnauthorizedAccessException where it cannot be read.</summary>
    public ReplayLineReader(string path)
    {
        FileStream file = File.OpenRead(path);
        _stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
    }

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
        while (line.IsEmpty);

        if (!Utf8Parser.TryParse(line, out receivedNs, out int digits) || receivedNs < 0
            || digits + 1 >= line.Length || line[digits] != (byte)' ')
        {
            throw new InvalidDataException($"line {LineNumber}: not '<receive time in ns> <json>'");
        }

        json = line[(digits + 1)..].ToArray();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

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
