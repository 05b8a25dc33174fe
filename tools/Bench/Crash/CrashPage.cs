using Artic.Streams.Native;

namespace Artic.Bench.Crash;

/// <summary>What the processes of a crash test tell each other, in a mapped file. Owner: each process its own mapping.</summary>
internal sealed unsafe class CrashPage(string path) : IDisposable
{
    /// <summary>Readers at most.</summary>
    public const int MaxReaders = 8;

    private const int LineBytes = 64;

    private readonly MappedFile _file = MappedFile.OpenOrCreate(path, (2 + MaxReaders) * LineBytes);

    /// <summary>The last sequence whose commit a writer has returned from: no crash may lose it.</summary>
    public ref long Committed => ref *(long*)_file.Pointer;

    /// <summary>Epoch of the writer that has begun to write.</summary>
    public ref long WritingEpoch => ref *(long*)(_file.Pointer + 8);

    /// <summary>Where readers may stop; 0: not known yet.</summary>
    public ref long Last => ref *(long*)(_file.Pointer + LineBytes);

    /// <summary>Last sequence that a reader has checked.</summary>
    public ref long Checked(int reader) => ref *(long*)(_file.Pointer + ((2 + reader) * LineBytes));

    /// <summary>Digest of all that it has read.</summary>
    public ref ulong Digest(int reader) => ref *(ulong*)(_file.Pointer + ((2 + reader) * LineBytes) + 8);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
