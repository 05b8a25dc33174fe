using System.Globalization;
using System.Text;
using Artic.Streams.Log;

namespace Artic.Cli.Traces;

/// <summary>
/// Where a follower goes on after its end, in the run's own folder: <c>traces/position</c>. It is overwritten in place and not synced, so
/// that it costs the archive's disk nothing: a killed follower loses at most the document in hand, a loss of power some more, and what is
/// sent again is the same traces. A follower whose collector takes what it has writes it every ten seconds at least, so that the file's
/// time says that it lives. A file that says nothing is the beginning of the run. Whoever has it open is the run's one follower.
/// Thread: one. Errors: <see cref="IOException"/> where another follower has it; <see cref="UnauthorizedAccessException"/>.
/// </summary>
public sealed class PositionFile : IDisposable
{
    private const string Form = "artic-trace-position-1";
    private const int Bytes = 80;

    private readonly FileStream _file;

    /// <summary>Opens it, or makes it, for this follower alone.</summary>
    public PositionFile(RunPaths paths)
    {
        string folder = Path.Combine(paths.RunFolder, "traces");
        string path = Path.Combine(folder, "position");
        _ = Directory.CreateDirectory(folder);
        try
        {
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new IOException($"another 'artic trace follow' follows this run ({path} is held)");
        }
    }

    /// <summary>What it says.</summary>
    public TracePosition Read()
    {
        byte[] bytes = new byte[Bytes];
        _file.Position = 0;
        int length = _file.ReadAtLeast(bytes, Bytes, throwOnEndOfStream: false);
        string[] words = Encoding.ASCII.GetString(bytes, 0, length).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 3 && words[0] == Form &&
            long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long sequence) &&
            long.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out long publishedNs)
                ? new TracePosition(sequence, publishedNs)
                : TracePosition.Start;
    }

    /// <summary>Has it say where all is told. Errors: <see cref="IOException"/>.</summary>
    public void Write(TracePosition position)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{Form} {position.Sequence} {position.PublishedNs} ");
        _file.Position = 0;
        _file.Write(Encoding.ASCII.GetBytes(text.PadRight(Bytes - 1) + "\n"));
        _file.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
