using System.IO.Compression;

namespace Artic.Venues.Captures;

/// <summary>
/// Reads a capture file line by line, plain or compressed by gzip, whatever its name. Thread: one. Errors of the file
/// system are thrown by the constructor and by reading; a compressed file that ends too early gives a last unreadable line.
/// </summary>
public sealed class CaptureReader : IDisposable
{
    /// <summary>A longer line is unreadable.</summary>
    public const int LongestLine = 64 << 20;

    private const byte GzipFirst = 0x1F;
    private const byte GzipSecond = 0x8B;

    private readonly Stream _stream;
    private byte[] _buffer = new byte[1 << 20];
    private int _begin;
    private int _end;
    private long _number;
    private bool _isEnded;

    /// <param name="path">The file.</param>
    public CaptureReader(string path)
    {
        FileStream file = File.OpenRead(path);
        bool isCompressed = file.ReadByte() == GzipFirst && file.ReadByte() == GzipSecond;
        file.Position = 0;
        _stream = isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>Gives the next line; false behind the last.</summary>
    public bool TryNext(out CaptureLine line)
    {
        int searched = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_begin + searched, _end - _begin - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = Take(searched + length, 1);
                return true;
            }

            searched = _end - _begin;
            if (_isEnded)
            {
                bool isLeft = searched > 0;
                line = isLeft ? Take(searched, 0) : default;
                return isLeft;
            }

            if (searched >= LongestLine)
            {
                line = new CaptureLine(CaptureLineKind.Unreadable, 0, default, default, ++_number);
                _isEnded = true;
                _begin = _end;
                return true;
            }

            if (!TryFill(out line))
            {
                return true;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private CaptureLine Take(int length, int endBytes)
    {
        ReadOnlyMemory<byte> text = _buffer.AsMemory(_begin, length);
        _begin += length + endBytes;
        return CaptureFormat.Read(text.TrimEnd((byte)'\r'), ++_number);
    }

    /// <summary>Reads more; false, with a line that says so, where the compressed bytes are cut or damaged.</summary>
    private bool TryFill(out CaptureLine damaged)
    {
        damaged = default;
        if (_begin > 0)
        {
            _buffer.AsSpan(_begin, _end - _begin).CopyTo(_buffer);
            _end -= _begin;
            _begin = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        try
        {
            int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            _isEnded = read == 0;
            return true;
        }
        catch (InvalidDataException)
        {
            _isEnded = true;
            damaged = new CaptureLine(CaptureLineKind.Unreadable, 0, default, _buffer.AsMemory(_begin, _end - _begin), ++_number);
            _begin = _end;
            return false;
        }
    }
}
