using Artic.Streams.Native;

namespace Artic.Bench.Soak;

/// <summary>What the processes of a soak tell each other, in a mapped file. Owner: each process its own mapping.</summary>
internal sealed unsafe class SoakPage(string path) : IDisposable
{
    private const int LineBytes = 64;

    private readonly MappedFile _file = MappedFile.OpenOrCreate(path, (2 + SoakCommand.Readers) * LineBytes);

    /// <summary>The last record that is committed.</summary>
    public ref long Written => ref *(long*)_file.Pointer;

    /// <summary>The longest that the writer was behind its schedule.</summary>
    public ref long LatestNs => ref *(long*)(_file.Pointer + 8);

    /// <summary>Segments that the writer had to make itself.</summary>
    public ref long LateSegments => ref *(long*)(_file.Pointer + 16);

    /// <summary>Where readers may stop; 0: not known yet.</summary>
    public ref long Last => ref *(long*)(_file.Pointer + LineBytes);

    /// <summary>The last record that a reader has checked.</summary>
    public ref long Checked(int reader) => ref *(long*)(_file.Pointer + ((2 + reader) * LineBytes));

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
